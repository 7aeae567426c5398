// Keeps the screen awake; a browser that cannot, or a nearly empty battery, lets it sleep.

export class WakeLock {
  #isWanted = false;
  #lock = null;

  constructor() {
    // A page that goes to the back loses its lock.
    document.addEventListener("visibilitychange", () => this.#update());
  }

  hold() {
    this.#isWanted = true;
    this.#update();
  }

  release() {
    this.#isWanted = false;
    this.#lock?.release();
    this.#lock = null;
  }

  async #update() {
    if (!this.#isWanted || document.hidden || this.#lock?.released === false) return;
    const lock = await navigator.wakeLock?.request("screen").catch(() => null);
    if (!this.#isWanted || this.#lock?.released === false) lock?.release();
    else this.#lock = lock;
  }
}
