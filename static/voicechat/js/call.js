// One call: a key, a microphone and a transport on one side, the records of what is said on the
// other.

import { cutOff, empty, inOrder, reduce } from "./conversation.js";
import { CallError } from "./errors.js";
import { Outbox } from "./outbox.js";
import { cancelResponse, clearOutputAudio, commitInput, createResponse, createUserMessage, usageRecord } from "./protocol.js";
import { isFinished, turnRecord } from "./records.js";

// Not worth a word: the reply was complete before our wish to cut it off arrived.
const TOO_LATE = "response_cancel_not_active";
const BUSY = "conversation_already_has_active_response";
const GREETING = 25_000; // ms from the offer to the first event
const LAST_WORDS = 3_000; // ms that a call stays open after its end for the last transcript

/**
 * Emits "conversation" (its state), "microphone" and "speech" (MediaStreams), "connection" (as
 * the transport does), "problem" (an error of the provider), and "outbox" (as it changes).
 */
export class Call extends EventTarget {
  conversation = empty;
  maxSeconds = 0;
  conversationUrl = "";

  #parts; // {api, openMicrophone, microphonePermission, Transport}
  #transport = null;
  #wire = null;
  #microphone = null;
  #outbox = null;
  #grant = null;
  #activeResponse = null;
  #answerWanted = false;
  #hasTyped = false;
  #startedAt = 0; // of the session, by the page's clock, in ms
  #grantedAt = 0; // by the clock on the wall, which goes on while a computer sleeps
  #end = null;
  #isFinished = false;

  constructor(parts) {
    super();
    this.#parts = parts;
  }

  /** Open the call; resolves when events flow. Raises CallError; then close() tidies up. */
  async open(persona, signal) {
    const { api, Transport, openMicrophone, microphonePermission } = this.#parts;
    const mint = () => (this.#grant ??= api.startCall(persona, signal));
    // Where the browser still has to ask, the key would grow old while the person thinks.
    if ((await microphonePermission()) === "granted") mint().catch(() => {});
    this.#microphone = await openMicrophone();
    if (this.#end) return this.#release();
    this.#emit("microphone", this.#microphone);
    this.#transport = this.#listenTo(new Transport());
    await this.#transport.prepare(this.#microphone);
    const grant = await mint();
    this.#accept(grant);
    const started = this.#started(signal);
    const key = grant.client_secret.value;
    const [callId] = await Promise.all([this.#transport.open({ offerUrl: grant.offer_url, key, signal }), started]);
    if (callId) this.#outbox.note({ provider_call_id: callId });
    if (grant.opening) this.#transport.send(createResponse(grant.opening));
  }

  /** Send silence, or the microphone again. A sentence under way is heard to its end. */
  mute(isMuted) {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !isMuted;
  }

  /** Speak into another microphone, muted as the one before. The call stops it at its end. */
  async replaceMicrophone(microphone) {
    const before = this.#microphone;
    this.#microphone = microphone;
    if (!before || this.#end) return this.#stopMicrophone();
    for (const track of before.getTracks()) track.stop();
    const [track] = microphone.getAudioTracks();
    track.enabled = before.getAudioTracks()[0].enabled;
    await this.#transport?.replaceMicrophone(track);
    this.#emit("microphone", microphone);
  }

  /** What the connection has counted, as RTCStats; empty where the transport counts nothing. */
  async statistics() {
    return (await this.#transport?.statistics?.()) ?? [];
  }

  /** Say something by typing. What is being said meanwhile is cut off first. */
  say(text) {
    if (this.#activeResponse) this.#transport.send(cancelResponse());
    if (inOrder(this.conversation).some((item) => item.playing)) this.#transport.send(clearOutputAudio());
    this.#transport.send(createUserMessage(text));
    this.#answerWanted = this.#hasTyped = true;
    this.#askForAnswer();
  }

  /** End the call: the microphone now, the connection when the last words are written down. */
  async close(reason) {
    if (this.#end) return;
    this.#end = { end_reason: reason, ended_ms: this.#elapsed() };
    this.#stopMicrophone();
    if (reason === "ended" || reason === "time_limit") await this.#lastWords();
    this.#finish();
  }

  /** The page goes away: send what there is in requests that outlive it. */
  leave(reason) {
    this.#end ??= { end_reason: reason, ended_ms: this.#elapsed() };
    this.#finish();
    this.#outbox?.flush();
  }

  /** Wait until the server has everything of this call, for `ms` at most; for last words no more. */
  drained(ms) {
    if (this.#end) this.#finish();
    return this.#outbox?.drained(ms);
  }

  #accept(grant) {
    this.#grantedAt = Date.now();
    this.maxSeconds = grant.max_seconds;
    this.conversationUrl = grant.conversation_url;
    this.#outbox = this.#makeOutbox(grant);
    this.#outbox.addEventListener("change", ({ detail }) => this.#emit("outbox", detail));
  }

  #makeOutbox(grant) {
    return new Outbox((batch, options) => this.#parts.api.postRecords(grant.records_url, batch, options));
  }

  /** Have every event seen as it goes over the wire, by a function of (direction, text); or not. */
  set wire(wire) {
    this.#wire = wire;
    if (this.#transport) this.#transport.wire = wire;
  }

  #listenTo(transport) {
    transport.wire = this.#wire;
    transport.addEventListener("event", ({ detail }) => this.#take(detail));
    transport.addEventListener("speech", ({ detail }) => this.#emit("speech", detail));
    transport.addEventListener("connection", ({ detail }) => this.#emit("connection", detail));
    return transport;
  }

  #started(signal) {
    return new Promise((resolve, reject) => {
      const isLate = AbortSignal.any([signal, AbortSignal.timeout(GREETING)]);
      isLate.addEventListener("abort", () => reject(new CallError("service_silent")));
      this.#transport.addEventListener("event", ({ detail }) => {
        if (detail.type === "session.created") resolve();
      });
    });
  }

  #take(event) {
    if (event.type === "session.created") this.#startedAt = performance.now();
    if (event.type === "response.created") this.#activeResponse = event.response.id;
    if (event.type === "response.done") this.#responseDone(event.response);
    if (event.type === "error") this.#problem(event.error);
    const usage = usageRecord(event);
    if (usage) this.#outbox?.addUsage(usage);
    this.#advance(reduce(this.conversation, event, this.#now()));
  }

  /** Whole ms from the start of the session. */
  #now() {
    return Math.round(performance.now() - this.#startedAt);
  }

  #advance(conversation) {
    this.conversation = conversation;
    if (!this.conversation.changed.length) return;
    for (const id of this.conversation.changed) {
      const item = this.conversation.items.get(id);
      if (isFinished(item)) this.#outbox?.addTurn(turnRecord(item));
    }
    this.#emit("conversation", this.conversation);
  }

  #responseDone({ id, status, status_details }) {
    if (id === this.#activeResponse) this.#activeResponse = null;
    if (status === "failed") this.#emit("problem", status_details?.error ?? {});
    this.#askForAnswer();
  }

  /** Ask for the reply to a typed message, as soon as none is under way: there is one at a time. */
  #askForAnswer() {
    if (!this.#answerWanted || this.#activeResponse) return;
    this.#answerWanted = false;
    this.#transport.send(createResponse());
  }

  #problem(error) {
    // Speech was faster than a typed message: ask after the reply to it.
    if (error.code === BUSY) this.#answerWanted = this.#hasTyped;
    else if (error.code !== TOO_LATE && !this.#end) this.#emit("problem", error);
  }

  /** Wait for the transcript of what was said last, also in mid-sentence, but not for ever. */
  #lastWords() {
    const pending = () => inOrder(this.conversation).filter((item) => item.role === "user" && item.state === "pending");
    const isComplete = () => pending().length === 0;
    if (pending().some((item) => !item.kept)) this.#transport?.send(commitInput());
    return new Promise((resolve) => {
      if (isComplete()) return resolve();
      const timer = setTimeout(resolve, LAST_WORDS);
      this.addEventListener("conversation", () => {
        if (!isComplete()) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Record what is unfinished as it stands, then the end; let go of everything. Once. */
  #finish() {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#advance(cutOff(this.conversation, this.#now()));
    this.#outbox?.note(this.#end);
    // A key that was minted but not used: its call ends before it began.
    if (!this.#outbox) this.#grant?.then((grant) => this.#makeOutbox(grant).note(this.#end), () => {});
    this.#release();
  }

  /** Whole ms since the key was granted. */
  #elapsed() {
    return this.#grantedAt ? Math.max(0, Date.now() - this.#grantedAt) : 0;
  }

  #stopMicrophone() {
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
  }

  #release() {
    this.#stopMicrophone();
    this.#transport?.close();
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
