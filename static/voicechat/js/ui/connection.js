// How a call is connected: the choice, what a slow start waits for, and what was fallen back to.

import { fill } from "../i18n.js";
import { recall, remember } from "../memory.js";
import { connectionWords } from "./words.js";

const hours = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
const SLOW = 1_000; // ms after which a step of the start is named

export class ConnectionPanel {
  #select = document.getElementById("transport-choice");
  #note = document.getElementById("connection-note");
  #timer = null;

  constructor() {
    const chosen = [...this.#select.options].find(({ value }) => value === recall("transport"));
    if (chosen) chosen.selected = true;
    this.#select.addEventListener("change", () => remember("transport", this.choice));
  }

  /** "automatic", "webrtc" or "websocket". */
  get choice() {
    return this.#select.value;
  }

  /** Name a step of the start if it takes long; "" when there is none. */
  showStep(step) {
    clearTimeout(this.#timer);
    this.#note.textContent = "";
    if (step) this.#timer = setTimeout(() => (this.#note.textContent = connectionWords[step]()), SLOW);
  }

  /**
   * Say that another call is to take over because this one ends at `expiresAt` (Unix s), that one
   * did, or how many turns are not remembered in it.
   */
  showFurther({ expiresAt, leftOut }) {
    const time = expiresAt && hours.format(expiresAt * 1_000);
    const words = time ? connectionWords.expires : leftOut ? connectionWords.forgotten : connectionWords.further;
    this.showStep("");
    this.#note.textContent = fill(words(), { time, count: leftOut });
  }

  /** Say what talking comes to while there is no line. */
  showLost() {
    this.showStep("");
    this.#note.textContent = connectionWords.lost();
  }

  /** Say quietly that the call does not go the quickest way. */
  showTransport(name) {
    this.showStep("");
    if (name === "websocket" && this.choice === "automatic") this.#note.textContent = connectionWords.fallback();
  }
}
