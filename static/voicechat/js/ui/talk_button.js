// The button that is held to talk, and the space bar that does the same from anywhere.

import { gettext } from "../i18n.js";
import { isTyping } from "./shortcuts.js";

/** Emits "press" and "release". */
export class TalkButton extends EventTarget {
  #button;
  #isHeld = false;

  constructor(button) {
    super();
    this.#button = button;
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      button.setPointerCapture(event.pointerId); // it may be let go anywhere
      this.#press();
    });
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) button.addEventListener(type, () => this.release());
    // Without a pointer, as screen readers and switches press it: once to begin, once to end.
    button.addEventListener("click", (event) => event.detail === 0 && (this.#isHeld ? this.release() : this.#press()));
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("keydown", (event) => this.#keyDown(event));
    document.addEventListener("keyup", (event) => this.#keyUp(event));
    for (const type of ["blur", "pagehide"]) addEventListener(type, () => this.release());
    document.addEventListener("visibilitychange", () => document.hidden && this.release());
  }

  /** Show it, when it can be held; else let it go. */
  show(isShown, isEnabled) {
    this.#button.hidden = !isShown;
    this.#button.disabled = !isEnabled;
    if (!isShown || !isEnabled) this.release();
  }

  /** Let it go, if it is held. */
  release() {
    if (!this.#isHeld) return;
    this.#show(false);
    this.dispatchEvent(new Event("release"));
  }

  #press() {
    if (this.#isHeld || this.#button.hidden || this.#button.disabled) return;
    this.#show(true);
    this.dispatchEvent(new Event("press"));
  }

  #show(isHeld) {
    this.#isHeld = isHeld;
    this.#button.ariaPressed = String(isHeld);
    this.#button.querySelector("span").textContent = isHeld ? gettext("Listening …") : gettext("Hold to talk");
  }

  #keyDown(event) {
    if (!this.#isSpace(event)) return;
    event.preventDefault();
    if (!event.repeat) this.#press();
  }

  #keyUp(event) {
    if (event.key === " " && this.#isHeld) event.preventDefault(); // else it would click, too
    if (event.key === " ") this.release();
  }

  /** Where a space means something else, it keeps that meaning. */
  #isSpace(event) {
    if (event.key !== " " || this.#button.hidden || isTyping(event)) return false;
    return event.target === this.#button || !event.target.closest("button, a, summary, input, dialog");
  }
}
