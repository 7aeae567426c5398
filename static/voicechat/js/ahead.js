// A key that is asked for when Start is about to be pressed, and used if it is.

const FRESH = 40_000; // ms in which it is used; it is good for a minute

export class Ahead {
  #reserve;
  #kept = null; // {wanted, at, grant}, at most one

  /** @param reserve  asks for a grant ahead: resolves to null where there are enough unused */
  constructor(reserve) {
    this.#reserve = reserve;
  }

  /** Ask for a grant, unless there is one for the same choice. */
  want(choice) {
    if (this.#fits(choice)) return;
    const grant = this.#reserve(choice).catch(() => null); // the start itself asks again, and says so
    this.#kept = { wanted: JSON.stringify(choice), at: Date.now(), grant };
  }

  /** Resolves to the grant for this choice, which is used now, or to null. */
  async take(choice) {
    if (!this.#fits(choice)) return null;
    const { at, grant } = this.#kept;
    this.#kept = null;
    const startedMs = Date.now() - at;
    const granted = await grant;
    return granted && { ...granted, started_ms: startedMs, now: granted.now + startedMs / 1_000 };
  }

  #fits(choice) {
    return this.#kept && Date.now() - this.#kept.at < FRESH && this.#kept.wanted === JSON.stringify(choice);
  }
}
