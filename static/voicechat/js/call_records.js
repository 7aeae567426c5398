// The records of one call on their way to the server: kept on disk, sent in small batches, and
// removed when it has confirmed them.

const MOST = 100; // records in one batch
const MOST_BYTES = 50_000; // of one batch; requests that outlive a page may carry 64 KB in all
const FIRST_RETRY = 1_000; // ms; doubles up to the longest
const LONGEST_RETRY = 30_000;
const BEAT = 30_000; // ms without a report, after which the site is told that there is none
const RETRYABLE = [401, 403, 408, 409, 425, 429]; // of the 4xx: the same request may succeed later

/**
 * Emits "change" with `{waiting, error, refused}`: how many records the server does not have yet;
 * the CallError of the last try, if it failed; and how many the server has just refused for good,
 * then with `error` saying why. Emits "answer" with each answer of the server.
 */
export class CallRecords extends EventTarget {
  #post;
  #store;
  #names; // of each entry: {account, url}
  #entries = new Map(); // key → {account, url, key, kind: "head" | "turns" | "usage", value, at}
  #unkept = [];
  #hasDisk = true; // falsy when the disk does not have all others of the entries
  #most = MOST;
  #isSending = false;
  #retry = null;
  #failures = 0;
  #isUp = false;
  #beat = null;

  /**
   * @param {{account: string, url: string}} names
   * @param {(batch: object, options?: {keepalive: boolean}) => Promise<{refused?: object[]}>} post
   * @param {OutboxStore} store
   */
  constructor(names, post, store) {
    super();
    this.#names = names;
    this.#post = post;
    this.#store = store;
  }

  get waiting() {
    return this.#entries.size;
  }

  /** How many turns are among what waits. */
  get lines() {
    return [...this.#entries.values()].filter(({ kind }) => kind === "turns").length;
  }

  /** Whether what waits may be in memory only, as the disk did not take it. */
  get isAtRisk() {
    return !this.#hasDisk;
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

  /** Whether the call is up: then the server hears of it even if there is nothing to say. */
  keepUp(isUp) {
    this.#isUp = isUp;
    this.#await();
  }

  /** Send entries that an earlier page kept. */
  restore(entries) {
    for (const entry of entries) this.#entries.set(entry.key, entry);
    this.#changed();
    this.#send();
  }

  /** Do not wait any longer to try again. */
  hurry() {
    clearTimeout(this.#retry);
    this.#retry = null;
    if (this.#hasDisk) this.#send();
    else this.#keep(); // there may be room by now
  }

  /** Send all that waits, now, in requests that outlive the page. The end goes first. */
  flush() {
    const waiting = new Map([...this.#entries].sort(([, a], [, b]) => (b.kind === "head") - (a.kind === "head")));
    while (waiting.size) {
      const sent = takeBatch(waiting, MOST);
      for (const { key } of sent) waiting.delete(key);
      this.#post(batchOf(sent), { keepalive: true }).then((answer) => this.#sort(sent, answer), () => {});
    }
  }

  /** Wait until the server has everything, for `ms` at most; it is tried again at once. */
  drained(ms) {
    this.hurry();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const done = () => {
        if (this.waiting) return;
        clearTimeout(timer);
        this.removeEventListener("change", done);
        resolve();
      };
      this.addEventListener("change", done);
      done();
    });
  }

  #add(key, kind, value) {
    const entry = { ...this.#names, key, kind, value, at: Date.now() };
    this.#entries.set(key, entry);
    // What is added in the same turn of the event loop is kept, and sent, together.
    if (this.#unkept.push(entry) === 1) queueMicrotask(() => this.#keep());
  }

  async #keep() {
    this.#changed();
    const unkept = this.#unkept.splice(0);
    const all = !this.#hasDisk && [...this.#entries.values()];
    const isKept = await this.#store.put(all || unkept);
    this.#hasDisk = isKept && (all || this.#hasDisk);
    this.#send();
  }

  #await() {
    clearTimeout(this.#beat);
    if (this.#isUp) this.#beat = setTimeout(() => this.#send(true), BEAT);
  }

  async #send(isDue = false) {
    this.#await();
    if (this.#isSending || this.#retry || !(this.waiting || isDue)) return;
    this.#isSending = true;
    const sent = takeBatch(this.#entries, this.#most);
    try {
      this.#sort(sent, await this.#post(batchOf(sent)));
      this.#failures = 0;
    } catch (error) {
      this.#failed(sent, error);
    }
    this.#isSending = false;
    this.#send();
  }

  #failed(sent, error) {
    const { status, code } = error;
    const isRefusal = status >= 400 && status < 500 && !RETRYABLE.includes(status);
    // A 404 of a proxy, while the site is updated, or a hotel's sign-in page is no word of the site.
    if (!isRefusal || code === "site_failed") return this.#later(error);
    if (status === 404 || sent.length < 2) {
      this.#most = MOST;
      this.#refuse(sent, error.message);
    } else this.#most = Math.floor(sent.length / 2); // the one that is refused is found by halves
  }

  #later(error) {
    const wait = Math.max(Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#failures++), (error.retryAfter ?? 0) * 1_000);
    this.#retry = setTimeout(() => this.hurry(), wait * (0.75 + Math.random() / 2));
    this.#changed(error);
  }

  /** Sort what was sent into what is stored now and what was refused. */
  #sort(sent, answer) {
    const { refused = [] } = answer;
    for (const { kind, index, message } of refused) {
      this.#refuse([sent.filter((entry) => entry.kind === kind)[index]], message);
    }
    this.#store.remove(this.#settle(sent));
    this.#changed();
    this.dispatchEvent(new CustomEvent("answer", { detail: answer }));
  }

  /** Keep what was refused for good on disk, with the reason, for the person to see. */
  #refuse(entries, refusal) {
    const refused = this.#settle(entries).map((entry) => ({ ...entry, refusal }));
    this.#store.put(refused);
    this.#changed({ message: refusal }, refused.length);
  }

  /** Let go of entries; gives those that were not replaced meanwhile, which have still to be sent. */
  #settle(entries) {
    return entries.filter((entry) => this.#entries.get(entry.key) === entry && this.#entries.delete(entry.key));
  }

  #changed(error = null, refused = 0) {
    this.dispatchEvent(new CustomEvent("change", { detail: { waiting: this.waiting, error, refused } }));
  }
}

/** The first entries that fit into one batch; always one at least. */
function takeBatch(entries, most) {
  const taken = [];
  let bytes = 0;
  for (const entry of entries.values()) {
    bytes += new TextEncoder().encode(JSON.stringify(entry.value)).length;
    if (taken.length === most || (taken.length && bytes > MOST_BYTES)) break;
    taken.push(entry);
  }
  return taken;
}

function batchOf(entries) {
  const batch = { turns: [], usage: [] };
  for (const { kind, value } of entries) {
    if (kind === "head") Object.assign(batch, value);
    else batch[kind].push(value);
  }
  return batch;
}
