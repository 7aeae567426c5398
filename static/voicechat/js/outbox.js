// What one account has in this browser that the server does not have yet, of all calls.

import { CallRecords } from "./call_records.js";
import { OutboxStore } from "./outbox_store.js";
import { next } from "./waiting.js";

const REFUSED_FOR = 90 * 86_400_000; // ms that what was refused is kept

/** Emits "change" as the records of any call do. */
export class Outbox extends EventTarget {
  #account;
  #post;
  #store = new OutboxStore();
  #waiting = new Set(); // CallRecords that are not empty

  /**
   * @param {string} account
   * @param {(url: string, batch: object, options?: object) => Promise<object>} post  see CallRecords
   */
  constructor(account, post) {
    super();
    this.#account = account;
    this.#post = post;
  }

  /** How many lines wait, of the calls that this page takes care of. */
  get lines() {
    return [...this.#waiting].reduce((sum, records) => sum + records.lines, 0);
  }

  /** Whether something waits in this page's memory only. */
  get isAtRisk() {
    return [...this.#waiting].some((records) => records.isAtRisk);
  }

  /** The records of a new call, by the address that takes them. No other page sends them while this one lives. */
  of(url) {
    lock(url, {}, pageGone);
    return this.#records(url);
  }

  /** Send now what waits, also what earlier pages left behind. */
  async deliver() {
    for (const records of this.#waiting) records.hurry();
    const entries = await this.#store.all(this.#account);
    const old = Date.now() - REFUSED_FOR;
    await this.#store.remove(entries.filter(({ refusal, at }) => refusal && at < old));
    for (const url of new Set(entries.filter(isWaiting).map(({ url }) => url))) {
      lock(url, { ifAvailable: true }, (isFree) => isFree && this.#adopt(url));
    }
  }

  /** Resolves to the entries that the server refused for good. */
  async refused() {
    return (await this.#store.all(this.#account)).filter(({ refusal }) => refusal);
  }

  discard(entry) {
    return this.#store.remove([entry]);
  }

  /** Resolves when there is nothing left of a call, or the page goes away. */
  async #adopt(url) {
    const entries = (await this.#store.all(this.#account, url)).filter(isWaiting);
    if (!entries.length) return;
    const records = this.#records(url, { is_late: true });
    const delivered = next(records, "change", () => !records.waiting);
    records.restore(entries);
    await Promise.race([delivered, pageGone()]);
  }

  #records(url, marks) {
    const post = (batch, options) => this.#post(url, { ...batch, ...marks }, options);
    const records = new CallRecords({ account: this.#account, url }, post, this.#store);
    records.addEventListener("change", ({ detail }) => {
      this.#waiting[records.waiting ? "add" : "delete"](records);
      this.dispatchEvent(new CustomEvent("change", { detail }));
    });
    return records;
  }
}

const isWaiting = ({ refusal }) => !refusal;
const pageGone = () => next(globalThis, "pagehide");

/** Hold a call's lock for as long as `use` takes. Pages that cannot have calls may have no locks. */
function lock(url, options, use) {
  navigator.locks?.request(`outbox ${url}`, options, use).catch(() => {});
}
