// When to try again after a connection was lost, and when to give up. Pure but for the chance.

// ms to wait before each further try: quickly at first, as most interruptions are short.
const WAITS = [300, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000];
const LONGEST = 60; // s that one may be told to wait, with an open microphone

export class Reconnecting {
  #waits = WAITS.values();

  /**
   * Give how many ms to wait after a try that failed with this CallError; null to give up. Not
   * everybody who was cut off at the same moment comes back at the same moment.
   */
  next({ mayPass, retryAfter }) {
    const { value, done } = this.#waits.next();
    if (done || !mayPass || retryAfter > LONGEST) return null;
    return Math.max(value * (0.75 + Math.random() / 2), (retryAfter ?? 0) * 1_000);
  }
}
