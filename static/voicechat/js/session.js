// The life of conversations on this page: start, connected, reconnecting, ended. At most one at a
// time.

import { Chain } from "./chain.js";

const LINES = { open: "connected", down: "reconnecting" };

/**
 * States: "ready", "connecting", "connected", "reconnecting", "ended".
 *
 * Emits "state" (`{state, reason, error, words, conversationUrl, continueUrl}`), "limit" (what to
 * say of the limit that ends it), and passes on what a Chain says but "line" and "outbox".
 */
export class Session extends EventTarget {
  state = "ready";

  #parts;
  #chain = null;
  #chains = new Set(); // the current one, and those that the server does not have in full yet
  #limit = null;
  #endsAt = Infinity; // ms, by the clock

  /** @param parts  what a Chain is made of */
  constructor(parts) {
    super();
    this.#parts = parts;
  }

  get isActive() {
    return ["connecting", "connected", "reconnecting"].includes(this.state);
  }

  get isMuted() {
    return this.#chain?.isMuted ?? false;
  }

  /** For how long the conversation may still go on; perhaps Infinity. */
  get secondsLeft() {
    return Math.max(0, (this.#endsAt - Date.now()) / 1_000);
  }

  get isPushToTalk() {
    return this.#chain?.call.talking.isPushToTalk ?? false;
  }

  /** The name of the current call's transport, or "". */
  get transport() {
    return this.#chain?.call.transport ?? "";
  }

  /** What was typed and has not arrived. */
  get unsent() {
    return this.#chain?.call.unsent.join("\n") ?? "";
  }

  /** A start with this choice is likely: have a key ready. Not while the browser would still ask. */
  async expect(choice) {
    if (this.isActive || (await this.#parts.microphonePermission()) !== "granted") return;
    if (!this.isActive) this.#parts.ahead.want(choice);
  }

  /** Start a conversation as chosen, `{persona, settings}`; does nothing while there is one. */
  async start(choice) {
    if (this.isActive) return;
    for (const chain of this.#chains) if (chain.isStored) this.#chains.delete(chain);
    const over = this.#chain?.call.id;
    const chain = new Chain(this.#parts, choice, (type, detail) => this.#take(chain, type, detail), over);
    this.#chain = chain;
    this.#chains.add(chain);
    const isOpen = chain.open();
    this.#become("connecting");
    try {
      await isOpen;
    } catch (error) {
      if (chain === this.#chain && this.isActive) this.#end("failed", error);
    }
  }

  /** End the conversation, or give up connecting. */
  end(reason = "ended") {
    if (this.isActive) this.#end(reason);
  }

  /** The page goes away. */
  leave() {
    clearTimeout(this.#limit);
    for (const chain of this.#chains) chain.leave();
    if (this.isActive) this.#become("ended", { reason: "page_closed" });
  }

  /** Wait until the server has everything, for `ms` at most. */
  async drained(ms) {
    await Promise.all([...this.#chains].map((chain) => chain.drained(ms)));
  }

  mute(isMuted) {
    if (this.isActive) this.#chain.mute(isMuted);
  }

  /** Set the conversation up anew, as far as one that goes on allows. Raises CallError. */
  async adjust(settings) {
    if (this.isActive) await this.#chain.adjust(settings);
  }

  /** Begin to talk, where that takes holding a button. */
  press() {
    if (this.state === "connected") this.#chain.call.talking.press();
  }

  /** Have said it. False when that was too short for a word. */
  release() {
    return this.#chain?.call.talking.release() ?? true;
  }

  /** Cut off the reply that is being made or heard. */
  interrupt() {
    if (this.isActive) this.#chain.call.interrupt();
  }

  /** Speak into another microphone; it is stopped at the end. */
  replaceMicrophone(stream) {
    this.#chain.replaceMicrophone(stream);
  }

  statistics() {
    return this.#chain.call.statistics();
  }

  /** Say something by typing; while there is no line it is kept until there is. */
  say(text) {
    if (this.isActive) this.#chain.call.say(text);
  }

  /** End it, because of an error or with `words` of the site. */
  #end(reason, error = null, words = "") {
    clearTimeout(this.#limit);
    this.#chain.close(reason);
    this.#become("ended", { reason, error, words });
  }

  /** The site says how long it may go on, and which limit ends it. */
  #limited({ seconds_left: seconds, limit }) {
    if (!this.isActive) return;
    clearTimeout(this.#limit);
    this.#endsAt = Date.now() + (seconds ?? Infinity) * 1_000;
    if (limit) this.#limit = setTimeout(() => this.#end(limit.end_reason, null, limit.over), seconds * 1_000);
    this.#emit("limit", limit);
  }

  /** Pass on what a conversation says, if it is the current one. */
  #take(chain, type, detail) {
    if (chain !== this.#chain) return;
    if (type === "line") this.#lineChanged(detail);
    else if (type === "outbox") this.#outboxChanged(detail);
    else if (type === "limit") this.#limited(detail);
    else this.#emit(type, detail);
  }

  /** Somebody who signed out, in another tab perhaps, has left (409: another one came): do not go on listening. */
  #outboxChanged({ error }) {
    if ([401, 409].includes(error?.status)) this.end("signed_out");
  }

  #lineChanged({ change, error }) {
    if (!this.isActive) return;
    if (change === "over") return this.end("time_limit");
    if (change === "lost") return this.#end("lost", error);
    this.#become(LINES[change]);
  }

  #become(state, more = {}) {
    this.state = state;
    const { conversation_url: conversationUrl, continue_url: continueUrl } = this.#chain?.grant ?? {};
    this.#emit("state", { state, reason: "", error: null, words: "", conversationUrl, continueUrl, ...more });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
