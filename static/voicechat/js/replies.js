// Asking for replies, one at a time as the provider has it, and cutting them off.

import { cancelResponse, clearOutputAudio, createResponse } from "./protocol.js";

const BUSY = "conversation_already_has_active_response";
// Not worth a word: the reply was complete before our wish to cut it off arrived.
const TOO_LATE = "response_cancel_not_active";

export class Replies {
  #send;
  #active = null; // id of the response in the making
  #isAsked = false; // and not begun
  #isWanted = false;
  #hasAsked = false;
  #lookups = new Set(); // ids of what the provider is looking up with tools

  /** @param {(event: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** Take in a server event. True when it is an error that is dealt with. */
  take({ type, response, error, item }) {
    if (item?.type === "mcp_call") this.#lookUp(type, item.id);
    if (type === "response.created") this.#begun(response.id);
    if (type === "response.done") this.#done(response.id);
    if (type !== "error") return false;
    // Speech was faster than a typed message: ask after the reply to it.
    if (error.code === BUSY) [this.#isAsked, this.#isWanted] = [false, this.#hasAsked];
    return error.code === BUSY || error.code === TOO_LATE;
  }

  /** Ask for a reply, as soon as none is under way. */
  ask() {
    this.#isWanted = this.#hasAsked = true;
    this.#askNow();
  }

  /** Whether a reply is wanted or being made. */
  get isBusy() {
    return this.#isWanted || this.#isAsked || this.#active !== null || this.#lookups.size > 0;
  }

  /** Cut off what is being made and, if a reply sounds, what is heard. */
  cut(isSounding) {
    if (this.#active || this.#isAsked) this.#send(cancelResponse());
    if (isSounding) this.#send(clearOutputAudio());
  }

  /** A lookup ends its response; what was found is told in another one, for which one has to ask. */
  #lookUp(type, id) {
    if (type === "conversation.item.added") this.#lookups.add(id);
    if (type !== "conversation.item.done") return;
    this.#lookups.delete(id);
    if (!this.#lookups.size) this.ask();
  }

  #begun(id) {
    this.#active = id;
    this.#isAsked = false;
  }

  #done(id) {
    if (id === this.#active) this.#active = null;
    this.#askNow();
  }

  #askNow() {
    if (!this.#isWanted || this.#active) return;
    this.#isWanted = false;
    this.#isAsked = true;
    this.#send(createResponse());
  }
}
