// When the person is heard: always but while muted, or only while a button is held.

import { clearInput, commitInput } from "./protocol.js";

const SHORTEST = 300; // ms of holding in which nobody says a word
const TAIL = 200; // ms that sound still comes after the button was let go: it is late on its way

export class Talking {
  isPushToTalk = false;
  isMuted = false;
  isHeld = false;

  #parts; // {send, hear: (isOpen) => void, interrupt, answer}
  #heldAt = 0;
  #tail = null;

  constructor(parts) {
    this.#parts = parts;
  }

  /** Whether a button is held, or the end of what was said with it is still on its way. */
  get isTalking() {
    return this.isHeld || this.#tail !== null;
  }

  /** Whether the microphone is to be heard now. */
  get isOpen() {
    return this.isPushToTalk ? this.isTalking : !this.isMuted;
  }

  /** Silence is sent from now on. A sentence under way is heard to its end. */
  mute(isMuted) {
    this.isMuted = isMuted;
    this.#changed();
  }

  /** Change the way of talking. What is being said, in either way, becomes a turn. */
  use(isPushToTalk, isSpeaking = false) {
    if (isPushToTalk === this.isPushToTalk) return;
    if (this.isTalking || (isPushToTalk && isSpeaking)) this.#commit();
    this.isPushToTalk = isPushToTalk;
    this.#changed();
  }

  /** Begin to talk: whatever is being said or was heard before gives way. */
  press() {
    if (!this.isPushToTalk || this.isHeld) return;
    this.isHeld = true;
    if (this.#tail) return this.#stopTail(); // let go by mistake: the same sentence goes on
    this.#heldAt = performance.now();
    this.#parts.interrupt();
    this.#parts.send(clearInput());
    this.#changed();
  }

  /** Have said it. False when that was too short for a word. */
  release() {
    if (!this.isHeld) return true;
    this.isHeld = false;
    const isLongEnough = performance.now() - this.#heldAt >= SHORTEST;
    if (isLongEnough) this.#tail = setTimeout(() => this.#commit(), TAIL);
    else this.#parts.send(clearInput());
    this.#changed();
    return isLongEnough;
  }

  /** The call ends: what is being said is the last turn. Whether there was something. */
  close() {
    const isLast = this.isTalking;
    if (isLast) this.#parts.send(commitInput());
    this.#letGo();
    return isLast;
  }

  #commit() {
    this.#letGo();
    this.#parts.send(commitInput());
    this.#parts.answer();
    this.#changed();
  }

  #letGo() {
    this.isHeld = false;
    this.#stopTail();
  }

  #stopTail() {
    clearTimeout(this.#tail);
    this.#tail = null;
  }

  #changed() {
    this.#parts.hear(this.isOpen);
  }
}
