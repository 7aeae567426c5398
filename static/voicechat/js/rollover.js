// The provider ends a session after a time. Shortly before, another call is made ready, which takes
// over in a pause.

import { pause } from "./waiting.js";

const LEAD = 120_000; // ms before the end from which on a pause is awaited, at most
const SHARE = 0.5; // of the time that is left, for a session that is short
const RETRY = 10_000;

export class Rollover {
  #parts;
  #abort = new AbortController();

  /**
   * @param parts  {announce(expiresAt), prepare(signal), takeOver(call, signal)}: `prepare` opens a
   *   call, and `takeOver` resolves to whether it did; otherwise it has closed the call
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Look after a call until another has taken over, which is to be watched in its turn. */
  async watch(call) {
    this.stop();
    if (!call.expiresAt) return;
    const { signal } = (this.#abort = new AbortController());
    const left = call.expiresAt * 1_000 - Date.now();
    await pause(left - Math.min(LEAD, left * SHARE), signal);
    if (!signal.aborted) this.#parts.announce(call.expiresAt);
    while (!signal.aborted) {
      try {
        const next = await this.#parts.prepare(signal);
        await quiet(call, signal);
        if (await this.#parts.takeOver(next, signal)) return;
      } catch {
        await pause(RETRY, signal);
      }
    }
  }

  stop() {
    this.#abort.abort();
  }
}

/** Resolves when nobody is speaking in a call, or when the signal aborts. */
function quiet(call, signal) {
  return new Promise((resolve) => {
    const look = () => {
      if (!call.isQuiet && !signal.aborted) return;
      call.removeEventListener("conversation", look);
      signal.removeEventListener("abort", look);
      resolve();
    };
    call.addEventListener("conversation", look);
    signal.addEventListener("abort", look);
    look();
  });
}
