// How a call is connected: the choice, what a slow start waits for, and what was fallen back to.

import { connectionWords } from "./words.js";

const SLOW = 1_000; // ms after which a step of the start is named
const KEY = "voicechat.transport";
const CHOICES = ["automatic", "webrtc", "websocket"];

export class ConnectionPanel {
  #select = document.getElementById("transport-choice");
  #note = document.getElementById("connection-note");
  #timer = null;

  constructor() {
    this.#select.value = read();
    this.#select.addEventListener("change", () => write(this.choice));
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

  /** Say quietly that the call does not go the quickest way. */
  showTransport(name) {
    this.showStep("");
    if (name === "websocket" && this.choice === "automatic") this.#note.textContent = connectionWords.fallback();
  }
}

function read() {
  try {
    const choice = localStorage.getItem(KEY);
    return CHOICES.includes(choice) ? choice : CHOICES[0];
  } catch {
    return CHOICES[0]; // a browser that keeps nothing
  }
}

function write(choice) {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // It holds for this page.
  }
}
