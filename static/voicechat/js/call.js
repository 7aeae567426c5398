// One call: a key, a microphone and a transport on one side, the records of what is said on the
// other.

import { hasSounded, isSounding } from "./conversation.js";
import { CallError } from "./errors.js";
import { Opening } from "./opening.js";
import { commitInput, createItem, createResponse, updateSession, userMessage } from "./protocol.js";
import { Replies } from "./replies.js";
import { Talking } from "./talking.js";
import { Transcript } from "./transcript.js";

const PUSH_TO_TALK = "push_to_talk"; // a way of talking that only the site knows
const LAST_WORDS = 3_000; // ms that a call stays open after its end for the last transcript

/**
 * Emits "event" (each that came), "conversation" (its state), "speech" (a MediaStream),
 * "connection" (as the transport does, or "expired", once the call has begun), "step" (what the
 * start waits for: microphone, key, answer, connection or ""), "problem" (an error of the provider),
 * "updated" (its settings are in force), "outbox" (as it changes),
 * and "limit" (what the site says of the time that is left).
 */
export class Call extends EventTarget {
  speech = null; // the reply, a MediaStream
  id; // as the site names it
  settings = null; // that it goes by, as wished for last
  expiresAt = null; // Unix s, by our clock, at which the provider ends the session; null where it does not say

  #parts; // {api, microphone, microphonePermission, records, transports}
  #transport = null;
  #transcript = new Transcript();
  #outbox = null;
  #grant = null;
  #replies = new Replies((event) => this.#send(event));
  #hearing = Promise.withResolvers();
  #hears = false;
  #hasBegun = false;
  #connection = ""; // as the transport said last
  #typed = new Map(); // what was written and is not known to have arrived, by item id
  #clockError = 0; // s that our clock is ahead of the site's
  #grantedAt = 0; // by the clock on the wall, which goes on while a computer sleeps
  #end = null;
  #isFinished = false;

  /** When the person is heard. */
  talking = new Talking({
    send: (event) => this.#send(event),
    hear: (isOpen) => this.#parts.microphone.hear(isOpen),
    interrupt: () => this.interrupt(),
    answer: () => this.#replies.ask(),
  });

  constructor(parts) {
    super();
    this.#parts = parts;
    parts.microphone.addEventListener("change", this.#attach);
    this.#transcript.addEventListener("change", ({ detail }) => this.#emit("conversation", detail));
  }

  /**
   * Open the call with the key that `mint(signal)` gives. Resolves when events flow; then begin()
   * has it speak. Raises CallError; then close() tidies up.
   */
  async open(mint, signal) {
    const { microphone, microphonePermission, transports } = this.#parts;
    const isAllowed = (await microphonePermission()) === "granted";
    const opening = new Opening(signal, (step) => this.#emit("step", step));
    const isOpen = opening.step("microphone", microphone.open());
    // Where the browser still has to ask, the key would grow old while the person thinks.
    if (!isAllowed) await isOpen;
    this.#grant = mint(signal).then((grant) => this.#accept(grant));
    const makers = transports().map((make) => () => (this.#transport = this.#listenTo(make())));
    // Another one perhaps, by the time it is used.
    const current = Promise.all([isOpen, this.#hearing.promise]).then(() => microphone.stream);
    for (const part of [this.#grant, current]) part.catch(() => {}); // whoever waits for it says so
    const [callId] = await Promise.all([opening.connect(makers, current, this.#grant), isOpen]);
    this.#outbox.note({ provider_call_id: callId, transport: this.transport });
    this.#outbox.keepUp(true);
  }

  /** Listen to the microphone from now on, before or after the call is open. */
  hear({ isMuted, turnDetection }) {
    this.#hears = true;
    if (this.#grantedAt) this.#beginsNow();
    this.talking.mute(isMuted);
    this.usePushToTalk(turnDetection === PUSH_TO_TALK);
    this.#hearing.resolve();
  }

  /**
   * Go on from what was said before, `past`, as items; then say what was typed until now, answer
   * what was left unanswered, or speak the opening line. Raises CallError when the line is lost
   * already.
   */
  async begin(past) {
    const { opening } = await this.#grant;
    if (["lost", "expired"].includes(this.#connection)) throw new CallError("connection_blocked");
    this.#hasBegun = true;
    for (const item of past) this.#send(createItem(item));
    for (const [id, text] of this.#typed) this.#send(createItem(userMessage(id, text)));
    if (this.#typed.size || past.at(-1)?.role === "user") this.#replies.ask();
    else if (opening) this.#send(createResponse(opening));
  }

  /** The name of the transport: "webrtc", "websocket", or "" while there is none. */
  get transport() {
    return this.#transport?.name ?? "";
  }

  /** Whether what is sent arrives, as far as one knows. */
  get isConnected() {
    return this.#hasBegun && !this.#end && ["", "restored"].includes(this.#connection);
  }

  /** Whether the call is over, and the server has everything of it. */
  get isStored() {
    return this.#isFinished && !this.#outbox?.waiting;
  }

  /** Be heard only while holding a button, or always. */
  usePushToTalk(isWanted) {
    this.talking.use(isWanted, this.#transcript.isHearing);
  }

  /** Set the call up anew, as far as a call that goes on allows. Raises CallError. */
  async adjust(settings) {
    this.settings = settings;
    const { session } = await this.#parts.api.changeSettings((await this.#grant).settings_url, settings);
    if (settings !== this.settings || this.#end) return;
    this.usePushToTalk(settings.turn_detection === PUSH_TO_TALK); // first: what is being said is of the way until now
    this.#send(updateSession(session, hasSounded(this.#transcript.conversation)));
  }

  /** Cut off the reply that is being made or heard. */
  interrupt() {
    this.#replies.cut(isSounding(this.#transcript.conversation));
  }

  /** What the connection has counted, as RTCStats; empty where the transport counts nothing. */
  async statistics() {
    return (await this.#transport?.statistics?.()) ?? [];
  }

  /** Say something by typing, at any time. What is being said meanwhile is cut off first. */
  say(text) {
    const id = `typed_${crypto.randomUUID().slice(-20)}`; // an id may have 32 characters
    this.#typed.set(id, text);
    if (!this.#hasBegun) return;
    this.interrupt();
    this.#send(createItem(userMessage(id, text)));
    this.#replies.ask();
  }

  /** What was typed and is not known to have arrived, in order. */
  get unsent() {
    return [...this.#typed.values()];
  }

  /** How many turns have begun. */
  get turns() {
    return this.#transcript.conversation.order.length;
  }

  /** Whether neither side is saying anything, or about to. */
  get isQuiet() {
    const isBusy = this.talking.isTalking || this.#typed.size > 0 || this.#replies.isBusy;
    return !isBusy && this.#transcript.isSettled;
  }

  /** End the call politely: when the last words are written down, also those of a sentence under way. */
  async hangUp(reason) {
    if (this.#end) return;
    const more = this.#stop(reason);
    this.interrupt();
    if (this.#transcript.isHearing) this.#send(commitInput());
    await this.#transcript.complete(more, LAST_WORDS);
    this.#finish();
  }

  /** End the call at once, if it has not ended. */
  close(reason) {
    this.#stop(reason);
    this.#finish();
  }

  /** The page goes away: send what there is in requests that outlive it. */
  leave(reason) {
    this.close(reason);
    this.#outbox?.flush();
  }

  /** Wait until the server has everything of this call, for `ms` at most; for last words no more. */
  drained(ms) {
    if (this.#end) this.#finish();
    return this.#outbox?.drained(ms);
  }

  #send(event) {
    this.#transport?.send(event);
  }

  /** Another microphone is open. */
  #attach = ({ detail }) => {
    if (this.#hears) this.#transport?.replaceMicrophone(detail.getAudioTracks()[0]);
  };

  #accept(grant) {
    this.#grantedAt = Date.now();
    this.#clockError = this.#grantedAt / 1_000 - grant.now;
    this.#outbox = this.#parts.records(grant.records_url);
    this.#transcript.keepIn(this.#outbox);
    this.#outbox.addEventListener("change", ({ detail }) => this.#emit("outbox", detail));
    this.#outbox.addEventListener("answer", ({ detail }) => this.#emit("limit", detail));
    if (grant.started_ms !== undefined) this.#outbox.note({ started_ms: grant.started_ms });
    if (this.#end) this.#outbox.note(this.#end); // before it began
    return grant;
  }

  #listenTo(transport) {
    transport.addEventListener("event", ({ detail }) => this.#take(detail));
    transport.addEventListener("speech", ({ detail }) => this.#emit("speech", (this.speech = detail)));
    transport.addEventListener("connection", ({ detail }) => this.#follow(detail));
    return transport;
  }

  #follow(connection) {
    this.#connection = connection;
    if (this.#hasBegun) this.#emit("connection", connection);
  }

  #take(event) {
    this.#emit("event", event);
    if (event.type === "session.created") this.#created(event.session);
    if (event.type === "conversation.item.added") this.#typed.delete(event.item.id);
    const isDealtWith = this.#replies.take(event);
    if (event.type === "error" && !isDealtWith && !this.#end) this.#failed(event.error);
    if (event.type === "response.done") this.#complain(event.response);
    if (event.type === "session.updated") this.#emit("updated");
    this.#transcript.take(event);
  }

  #created({ expires_at: expiresAt } = {}) {
    this.expiresAt = expiresAt ? expiresAt + this.#clockError : null;
  }

  #failed(error) {
    if (error.code === "session_expired") this.#follow("expired");
    else this.#emit("problem", error);
  }

  #complain({ status, status_details }) {
    if (status === "failed") this.#emit("problem", status_details?.error ?? {});
  }

  /** Nothing more is said; gives the number of turns that this adds, which are not known yet. */
  #stop(reason) {
    this.#end ??= { end_reason: reason, ended_ms: this.#hasBegun ? this.#elapsed() : 0 };
    return Number(this.talking.close());
  }

  /** Record what is unfinished as it stands, then the end; let go of everything. Once. */
  #finish() {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#transcript.cutOff();
    this.#outbox?.note(this.#end);
    this.#outbox?.keepUp(false);
    this.#parts.microphone.removeEventListener("change", this.#attach);
    this.#transport?.close();
  }

  /** The call was made ready ahead: it counts from now on. */
  #beginsNow() {
    this.#outbox.note({ started_ms: this.#elapsed() });
    this.#grantedAt = Date.now();
  }

  /** Whole ms since the key was granted. */
  #elapsed() {
    return this.#grantedAt ? Math.max(0, Date.now() - this.#grantedAt) : 0;
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
