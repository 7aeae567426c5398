// The levels of both sides of a call, measured in one AudioContext that lives as long as they do.

import { LevelMeter } from "./levels.js";

export class Meters {
  #context = null;
  #meters = new Map();

  /** Get ready, upon a press: browsers let sound begin only then. */
  start() {
    this.#context ??= new AudioContext();
  }

  /** Measure one side's stream, in place of the one before. */
  watch(side, stream) {
    this.#meters.get(side)?.close();
    if (this.#context) this.#meters.set(side, new LevelMeter(this.#context, stream));
  }

  /** Give the level of each band of a side, or null. */
  read(side) {
    return this.#meters.get(side)?.read() ?? null;
  }

  /** Give the loudest sample of a side just now, 0 to 1; null while nothing is measured. */
  peak(side) {
    return this.#context?.state === "running" ? (this.#meters.get(side)?.peak() ?? null) : null;
  }

  /** Go on after the browser has put the sound to rest, as phones do with a page at the back. */
  resume() {
    if (this.#context && this.#context.state !== "running") this.#context.resume().catch(() => {});
  }

  /** Release everything. */
  close() {
    for (const meter of this.#meters.values()) meter.close();
    this.#meters.clear();
    this.#context?.close();
    this.#context = null;
  }
}
