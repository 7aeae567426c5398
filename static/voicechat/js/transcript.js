// The transcript of one call, as its events come in, and the records of what is finished in it.

import { cutOff, empty, inOrder, reduce } from "./conversation.js";
import { usageRecord } from "./protocol.js";

const MAX_TEXT = 20_000; // characters that the server takes for one turn

/** Emits "change" (the conversation's state). */
export class Transcript extends EventTarget {
  conversation = empty;

  #outbox = null;
  #startedAt = 0; // of the session, by the page's clock, in ms

  /** Keep what is finished in this outbox. */
  keepIn(outbox) {
    this.#outbox = outbox;
  }

  /** Take in a server event. */
  take(event) {
    if (event.type === "session.created") this.#startedAt = performance.now();
    const at = Math.round(performance.now() - this.#startedAt);
    const usage = usageRecord(event);
    if (usage) this.#outbox?.addUsage({ ...usage, at_ms: at });
    this.#advance(reduce(this.conversation, event, at));
  }

  /** Nothing more comes: what is unfinished is kept as it stands. */
  cutOff() {
    this.#advance(cutOff(this.conversation));
  }

  /** Whether somebody is in mid-sentence, as far as the provider can tell. */
  get isHearing() {
    return this.#spoken.some(({ state, kept }) => state === "pending" && !kept);
  }

  /** Whether all that was begun is finished. */
  get isSettled() {
    return inOrder(this.conversation).every(({ state }) => state !== "pending");
  }

  /** Wait for the words of what the person said, and of `more` turns that are on their way, but for `ms` at most. */
  complete(more, ms) {
    const expected = this.#spoken.length + more;
    const isComplete = () =>
      this.#spoken.length >= expected && this.#spoken.every(({ state }) => state !== "pending");
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.removeEventListener("change", look);
        resolve();
      };
      const look = () => isComplete() && done();
      const timer = setTimeout(done, ms);
      this.addEventListener("change", look);
      look();
    });
  }

  get #spoken() {
    return inOrder(this.conversation).filter(({ role }) => role === "user");
  }

  #advance(conversation) {
    this.conversation = conversation;
    if (!conversation.changed.length) return;
    for (const id of conversation.changed) {
      const item = conversation.items.get(id);
      if (isFinished(item)) this.#outbox?.addTurn(turnRecord(item));
    }
    this.dispatchEvent(new CustomEvent("change", { detail: conversation }));
  }
}

/**
 * Whether a turn can be stored: its words are settled, and its place is certain. Not earlier,
 * because of two reports that a reply was cut off the server keeps the longer one.
 */
export const isFinished = (item) => item.role !== "hidden" && item.kept && item.settled && item.position !== null;

/** The record of a turn, in the shape of the site's `TurnIn`. */
export const turnRecord = (item) => ({
  item_id: item.id,
  position: item.position,
  role: item.role,
  state: item.state,
  text: item.text.slice(0, MAX_TEXT).toWellFormed(), // half a character could not be stored
  start_ms: whole(item.startMs),
  end_ms: whole(item.endMs),
});

const whole = (ms) => (Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : null);
