// Records on their way to the server: kept until it has confirmed them, sent in small batches.

const MOST = 50; // records in one batch
const MOST_BYTES = 50_000; // of one batch; requests that outlive a page may carry 64 KB in all
const FIRST_RETRY = 1_000; // ms; doubles up to the longest
const LONGEST_RETRY = 30_000;
const RETRYABLE = [401, 403, 408, 425, 429]; // of the 4xx: the same request may succeed later

/**
 * The records of one call. Emits "change" with `{waiting, error, isRefused}`: how many records
 * the server does not have yet; the CallError of the last try, if it failed; and whether a record
 * was refused for good.
 */
export class Outbox extends EventTarget {
  #post;
  #entries = new Map(); // key → {kind: "head" | "turns" | "usage", value}
  #most = MOST;
  #isSending = false;
  #retry = null;
  #failures = 0;

  /** @param {(batch: object, options?: {keepalive: boolean}) => Promise<unknown>} post */
  constructor(post) {
    super();
    this.#post = post;
  }

  get waiting() {
    return this.#entries.size;
  }

  addTurn(record) {
    this.#add(`turn ${record.item_id}`, "turns", record);
  }

  addUsage(record) {
    this.#add(`usage ${record.kind} ${record.provider_id}`, "usage", record);
  }

  /** Note the provider's call id, or when and why the call ended. */
  note(head) {
    this.#add(Object.keys(head).join(), "head", head);
  }

  /** Send all that waits, now, in requests that outlive the page. The end goes first. */
  flush() {
    const waiting = new Map([...this.#entries].sort(([, a], [, b]) => (b.kind === "head") - (a.kind === "head")));
    while (waiting.size) {
      const sent = takeBatch(waiting, MOST);
      for (const key of sent.keys()) waiting.delete(key);
      this.#post(batchOf(sent), { keepalive: true }).then(() => this.#confirm(sent), () => {});
    }
  }

  /** Wait until the server has everything, for `ms` at most. */
  drained(ms) {
    return new Promise((resolve) => {
      const done = () => this.waiting || resolve();
      this.addEventListener("change", done);
      setTimeout(resolve, ms);
      done();
    });
  }

  #add(key, kind, value) {
    this.#entries.set(key, { kind, value });
    // What is added in the same turn of the event loop goes in one batch.
    queueMicrotask(() => this.#send());
  }

  async #send() {
    if (this.#isSending || this.#retry || !this.waiting) return;
    this.#isSending = true;
    const sent = takeBatch(this.#entries, this.#most);
    try {
      await this.#post(batchOf(sent));
      this.#failures = 0;
      this.#confirm(sent);
    } catch (error) {
      this.#failed(sent, error);
    }
    this.#isSending = false;
    this.#send();
  }

  #failed(sent, error) {
    const isRefusal = error.status >= 400 && error.status < 500 && !RETRYABLE.includes(error.status);
    if (!isRefusal) return this.#later(error);
    // Find the one that is refused by halves: the others are good.
    if (sent.size > 1) this.#most = Math.floor(sent.size / 2);
    else this.#confirm(sent, error);
  }

  #later(error) {
    const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#failures++);
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#send();
    }, wait * (0.75 + Math.random() / 2));
    this.#changed(error, false);
  }

  #confirm(sent, refusal = null) {
    // What was replaced meanwhile has still to be sent.
    for (const [key, entry] of sent) if (this.#entries.get(key) === entry) this.#entries.delete(key);
    if (refusal) this.#most = MOST;
    this.#changed(refusal, refusal !== null);
  }

  #changed(error, isRefused) {
    this.dispatchEvent(new CustomEvent("change", { detail: { waiting: this.waiting, error, isRefused } }));
  }
}

/** The first entries that fit into one batch; always one at least. */
function takeBatch(entries, most) {
  const taken = new Map();
  let bytes = 0;
  for (const [key, entry] of entries) {
    bytes += new TextEncoder().encode(JSON.stringify(entry.value)).length;
    if (taken.size === most || (taken.size && bytes > MOST_BYTES)) break;
    taken.set(key, entry);
  }
  return taken;
}

function batchOf(entries) {
  const batch = { turns: [], usage: [] };
  for (const { kind, value } of entries.values()) {
    if (kind === "head") Object.assign(batch, value);
    else batch[kind].push(value);
  }
  return batch;
}
