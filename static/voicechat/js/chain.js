// The calls of one conversation, one after the other: the next one when a line is lost, or when the
// provider ends a session that has lasted long enough.

import { Call } from "./call.js";
import { Microphone } from "./microphone.js";
import { Reconnecting } from "./reconnecting.js";
import { Rollover } from "./rollover.js";
import { pause } from "./waiting.js";

const WORTHWHILE = 60_000; // ms that a conversation must have left to go on in another call
const STORING = 3_000; // ms that going on waits for what was said to be stored
const OVERLAP = 500; // ms in which two calls listen: time to notice a word that has begun, not to end a turn

/**
 * Says "line" (`{change}`: "open", "down", "over" when its time is, or "lost", with the CallError as
 * `error` where trying again cannot help); what the current call emits: "event", "conversation",
 * "speech", "step", "problem", "updated"; "outbox" of any call; "limit" (as the site gives it: for how
 * long it may go on); "microphone" (a MediaStream); and
 * "further": `{expiresAt}` (Unix s) when another call is to take over, `{leftOut}` when one did, with
 * how many turns are not remembered in it.
 */
export class Chain {
  call = null; // the current one
  grant = {}; // of the last one
  isMuted = false;

  #parts;
  #choice;
  #say;
  #calls = new Set(); // the current one, and those that the server does not have in full yet
  #microphone;
  #rollover;
  #abort = new AbortController();
  #endsAt = 0; // ms, by the clock: when the conversation has lasted as long as it may
  #before; // the id of the call that the next one takes the place of

  /**
   * @param parts  what a call is made of: {ahead, api, openMicrophone, microphonePermission,
   *   records, transports}, and the `replayUrl` of a conversation that is to be continued, or null
   * @param choice  what it is started with: `{persona, settings}`
   * @param {(type: string, detail: object) => void} say  is told what happens
   * @param {?string} over  the id of this page's last call, of whose end the site may not know yet
   */
  constructor(parts, choice, say, over) {
    this.#parts = parts;
    this.#choice = choice;
    this.#say = say;
    this.#before = over;
    this.#microphone = new Microphone(parts.openMicrophone);
    this.#microphone.addEventListener("change", ({ detail }) => this.#say("microphone", detail));
    this.#rollover = new Rollover({
      announce: (expiresAt) => this.#say("further", { expiresAt }),
      prepare: (signal) => this.#prepare(signal),
      takeOver: (call, signal) => this.#takeOver(call, signal),
    });
  }

  /** Whether it is over, and the server has everything of it. */
  get isStored() {
    return [...this.#calls].every((call) => call.isStored);
  }

  /** Open a call, the first or the next one, and go on in it. Raises CallError. */
  async open() {
    const { signal } = this.#abort;
    const call = this.#newCall();
    for (const text of this.call?.unsent ?? []) call.say(text);
    this.call = call;
    this.#hear(call);
    const past = this.#past(signal);
    past.catch(() => {}); // it is waited for
    await call.open(() => this.#mint(call, signal), signal);
    const { items, left_out: leftOut } = await past;
    await call.begin(items);
    if (signal.aborted) return;
    this.#goOn(call);
    if (leftOut) this.#say("further", { leftOut });
  }

  /** End it: the microphone now; the call, if that is as it should be, when the last words are written down. */
  close(reason) {
    this.#letGo();
    if (["ended", "time_limit", "limit"].includes(reason)) this.call.hangUp(reason);
    else this.call.close(reason);
  }

  /** The page goes away. */
  leave() {
    this.#letGo();
    for (const call of this.#calls) call.leave("page_closed");
  }

  /** Wait until the server has everything, for `ms` at most. */
  async drained(ms) {
    await Promise.all([...this.#calls].map((call) => call.drained(ms)));
  }

  mute(isMuted) {
    this.isMuted = isMuted;
    this.call.talking.mute(isMuted);
  }

  /** Set it up anew; while there is no line, as soon as there is. Raises CallError. */
  async adjust(settings) {
    this.#choice = { ...this.#choice, settings };
    if (this.call.isConnected) await this.call.adjust(settings);
  }

  /** Speak into another microphone; it is stopped at the end. */
  replaceMicrophone(stream) {
    this.#microphone.use(stream);
  }

  #newCall() {
    const call = this.#listenTo(new Call({ ...this.#parts, microphone: this.#microphone }));
    this.#calls.add(call);
    return call;
  }

  #hear(call) {
    call.hear({ isMuted: this.isMuted, turnDetection: this.#choice.settings.turn_detection });
  }

  async #mint(call, signal) {
    const { ahead, api } = this.#parts;
    const choice = this.#choice;
    const { settings } = choice;
    const { calls_url: url } = this.grant;
    this.grant = url
      ? await api.startCall({ settings, after: this.#before }, signal, url)
      : ((await ahead.take(choice)) ?? (await api.startCall({ ...choice, over: this.#before }, signal)));
    call.settings = settings;
    call.id = this.grant.call;
    this.#limit(call, this.grant);
    return this.grant;
  }

  /** Get what was said until now, as `{items, left_out}` for a call that goes on from there. */
  async #past(signal) {
    const url = this.grant.replay_url ?? this.#parts.replayUrl;
    if (!url) return { items: [] };
    await this.drained(STORING);
    return this.#parts.api.replay(url, signal);
  }

  /** How long it may go on, as the site said last of a call. */
  #limit(call, left) {
    if (call !== this.call) return;
    this.#endsAt = Date.now() + (left.seconds_left ?? Infinity) * 1_000;
    this.#say("limit", left);
  }

  #goOn(call) {
    this.#before = call.id;
    if (call.expiresAt * 1_000 < this.#endsAt - WORTHWHILE) this.#rollover.watch(call);
    this.#say("line", { change: "open" });
    this.#catchUp();
  }

  /** Do what was wished for while there was no line. */
  #catchUp() {
    const { settings } = this.#choice;
    if (settings !== this.call.settings) this.adjust(settings).catch(() => this.#say("problem", {}));
  }

  /** The provider has ended the session: ours is over, too, unless there is time left. */
  #expired() {
    if (Date.now() > this.#endsAt - WORTHWHILE) this.#say("line", { change: "over" });
    else this.#reconnect("time_limit");
  }

  /** The line is gone: go on in another call, or say that this did not work. */
  async #reconnect(reason) {
    const { signal } = this.#abort;
    const tries = new Reconnecting();
    this.#rollover.stop();
    this.call.close(reason);
    this.#say("line", { change: "down" });
    while (!signal.aborted) {
      try {
        return await this.open();
      } catch (error) {
        if (signal.aborted) return;
        this.call.close("failed");
        const wait = tries.next(error);
        if (wait === null) return this.#say("line", { change: "lost", error: error.mayPass ? null : error });
        await pause(wait, signal, "online");
      }
    }
  }

  /** Open a call that does not listen yet. Raises CallError. */
  async #prepare(signal) {
    const call = this.#newCall();
    try {
      await call.open(() => this.#mint(call, signal), signal);
    } catch (error) {
      call.close("failed");
      throw error;
    }
    return call;
  }

  /** Go over to a prepared call, unless somebody speaks before it is ready. Raises CallError. */
  async #takeOver(call, signal) {
    const before = this.call;
    const { turns } = before;
    const isPause = () => !signal.aborted && before.isQuiet && before.turns === turns;
    let past;
    try {
      signal.throwIfAborted();
      past = await this.#past(signal);
      if (isPause()) {
        this.#hear(call); // from now on, so that no word is lost
        await pause(OVERLAP, signal);
      }
      if (!isPause()) return call.close("failed");
      await call.begin(past.items);
    } catch (error) {
      call.close("failed");
      throw error;
    }
    this.call = call;
    this.mute(this.isMuted); // as wished for meanwhile
    before.close("rolled_over");
    this.#say("speech", call.speech);
    this.#goOn(call);
    this.#say("further", { leftOut: past.left_out });
    return true;
  }

  #letGo() {
    this.#rollover.stop();
    this.#abort.abort();
    this.#microphone.stop();
  }

  #listenTo(call) {
    for (const type of ["event", "conversation", "speech", "step", "problem", "updated"]) {
      call.addEventListener(type, ({ detail }) => {
        if (call === this.call) this.#say(type, detail);
      });
    }
    call.addEventListener("outbox", ({ detail }) => this.#outboxChanged(call, detail));
    call.addEventListener("limit", ({ detail }) => this.#limit(call, detail));
    call.addEventListener("connection", ({ detail }) => {
      if (call === this.call && !this.#abort.signal.aborted) this.#lineChanged(detail);
    });
    return call;
  }

  #lineChanged(change) {
    if (change === "lost") return this.#reconnect("lost");
    if (change === "expired") return this.#expired();
    this.#say("line", { change: change === "interrupted" ? "down" : "open" });
    if (change === "restored") this.#catchUp();
  }

  #outboxChanged(call, detail) {
    this.#say("outbox", detail);
    if (call.isStored && call !== this.call) this.#calls.delete(call);
  }
}
