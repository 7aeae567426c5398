// The life of calls on this page: start, connected, reconnecting, ended. At most one at a time.

import { Call } from "./call.js";

/**
 * States: "ready", "connecting", "connected", "reconnecting", "ended".
 *
 * Emits "state" (`{state, reason, error, conversationUrl}`) and passes on what the current call
 * emits: "event", "conversation", "microphone", "speech", "step", "problem", "updated"; and
 * "outbox" of any call.
 */
export class Session extends EventTarget {
  state = "ready";
  isMuted = false;

  #parts;
  #call = null;
  #calls = new Set(); // the current one, and those that the server does not have in full yet
  #abort = null;
  #limit = null;
  #settings = null; // as changed while the call was being connected
  #wire = null;

  /** @param parts  what a call is made of: {ahead, api, openMicrophone, microphonePermission, transports} */
  constructor(parts) {
    super();
    this.#parts = parts;
  }

  get isActive() {
    return ["connecting", "connected", "reconnecting"].includes(this.state);
  }

  get maxSeconds() {
    return this.#call?.maxSeconds ?? 0;
  }

  /** The name of the current call's transport, or "". */
  get transport() {
    return this.#call?.transport ?? "";
  }

  /** A start with this choice is likely: have a key ready. Not while the browser would still ask. */
  async expect(choice) {
    if (this.isActive || (await this.#parts.microphonePermission()) !== "granted") return;
    if (!this.isActive) this.#parts.ahead.want(choice);
  }

  /** Start a call as chosen, `{persona, settings}`; does nothing while there is one. */
  async start(choice) {
    if (this.isActive) return;
    this.isMuted = false;
    this.#settings = null;
    for (const call of this.#calls) if (call.isStored) this.#calls.delete(call);
    const call = (this.#call = this.#listenTo(new Call(this.#parts)));
    this.#calls.add(call);
    call.wire = this.#wire;
    this.#abort = new AbortController();
    this.#become("connecting");
    try {
      await call.open(choice, this.#abort.signal);
    } catch (error) {
      if (call === this.#call && this.isActive) this.#end("failed", error);
      return;
    }
    if (call !== this.#call || !this.isActive) return;
    this.#limit = setTimeout(() => this.end("time_limit"), call.maxSeconds * 1_000);
    this.#become("connected");
    if (this.#settings) this.adjust(this.#settings).catch(() => this.#emit("problem", {}));
  }

  /** End the call, or give up connecting. */
  end(reason = "ended") {
    if (this.isActive) this.#end(reason);
  }

  /** The page goes away. */
  leave() {
    clearTimeout(this.#limit);
    this.#abort?.abort();
    for (const call of this.#calls) call.leave("page_closed");
    if (this.isActive) this.#become("ended", { reason: "page_closed" });
  }

  /** Wait until the server has everything, for `ms` at most. */
  async drained(ms) {
    await Promise.all([...this.#calls].map((call) => call.drained(ms)));
  }

  mute(isMuted) {
    this.isMuted = isMuted;
    this.#call?.talking.mute(isMuted);
  }

  get isPushToTalk() {
    return this.#call?.talking.isPushToTalk ?? false;
  }

  /** Set the call up anew; while it is being connected, as soon as it is. Raises CallError. */
  async adjust(settings) {
    if (this.state === "connecting") this.#settings = settings;
    else if (this.isActive) await this.#call.adjust(settings);
  }

  /** Begin to talk, where that takes holding a button. */
  press() {
    if (this.state === "connected") this.#call.talking.press();
  }

  /** Have said it. False when that was too short for a word. */
  release() {
    return this.#call?.talking.release() ?? true;
  }

  /** Cut off the reply that is being made or heard. */
  interrupt() {
    if (this.isActive) this.#call.interrupt();
  }

  /** Speak into another microphone; it is stopped at the end of the call. */
  replaceMicrophone(microphone) {
    return this.#call.replaceMicrophone(microphone);
  }

  statistics() {
    return this.#call.statistics();
  }

  /** Have every event seen as it goes over the wire; see `Call`. */
  set wire(wire) {
    this.#wire = wire;
    if (this.#call) this.#call.wire = wire;
  }

  /** Say something by typing; before the call is connected it is kept until then. */
  say(text) {
    if (this.isActive) this.#call.say(text);
  }

  /** What was typed and never sent, because the call was not connected. */
  get unsent() {
    return this.#call?.unsent ?? "";
  }

  #end(reason, error = null) {
    clearTimeout(this.#limit);
    this.#abort.abort();
    this.#call.close(reason);
    this.#become("ended", { reason, error });
  }

  #listenTo(call) {
    for (const type of ["event", "conversation", "microphone", "speech", "step", "problem", "updated"]) {
      call.addEventListener(type, ({ detail }) => {
        if (call === this.#call) this.#emit(type, detail);
      });
    }
    call.addEventListener("outbox", ({ detail }) => this.#outboxChanged(call, detail));
    call.addEventListener("connection", ({ detail }) => {
      if (call === this.#call && this.isActive) this.#connectionChanged(detail);
    });
    call.addEventListener("problem", ({ detail }) => {
      if (call === this.#call && detail.code === "session_expired") this.end("time_limit");
    });
    return call;
  }

  #connectionChanged(change) {
    if (this.state === "connecting") return; // opening the call fails then, and says why
    if (change === "lost") this.#end("lost");
    else this.#become(change === "interrupted" ? "reconnecting" : "connected");
  }

  /** Somebody who signed out, in another tab perhaps, has left: do not go on listening. */
  #outboxChanged(call, detail) {
    this.#emit("outbox", detail);
    if (!detail.waiting && call !== this.#call) this.#calls.delete(call);
    if (call === this.#call && detail.error?.status === 401) this.end("signed_out");
  }

  #become(state, more = {}) {
    this.state = state;
    this.#emit("state", { state, reason: "", error: null, conversationUrl: this.#call?.conversationUrl, ...more });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
