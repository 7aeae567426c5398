// One call: a key, a microphone and a transport on one side, the records of what is said on the
// other.

import { cutOff, empty, hasSounded, inOrder, isSounding, reduce } from "./conversation.js";
import { Opening } from "./opening.js";
import { Outbox } from "./outbox.js";
import { commitInput, createResponse, createUserMessage, updateSession, usageRecord } from "./protocol.js";
import { isFinished, turnRecord } from "./records.js";
import { Replies } from "./replies.js";
import { Talking } from "./talking.js";

const PUSH_TO_TALK = "push_to_talk"; // a way of talking that only the site knows
const LAST_WORDS = 3_000; // ms that a call stays open after its end for the last transcript

/**
 * Emits "event" (each that came), "conversation" (its state), "microphone" and "speech"
 * (MediaStreams), "connection" (as the transport does), "step" (what the start waits for:
 * microphone, key, answer, connection or ""), "problem" (an error of the provider), and "outbox"
 * (as it changes).
 */
export class Call extends EventTarget {
  conversation = empty;
  maxSeconds = 0;
  conversationUrl = "";

  #parts; // {ahead, api, openMicrophone, microphonePermission, transports}
  #transport = null;
  #wire = null;
  #microphone = null;
  #outbox = null;
  #grant = null;
  #replies = new Replies((event) => this.#send(event));
  #isOpen = false;
  #typed = []; // before the call was open
  #startedAt = 0; // of the session, by the page's clock, in ms
  #grantedAt = 0; // by the clock on the wall, which goes on while a computer sleeps
  #settings = null; // as changed last
  #end = null;
  #isFinished = false;

  /** When the person is heard. */
  talking = new Talking({
    send: (event) => this.#send(event),
    hear: (isOpen) => this.#hear(isOpen),
    interrupt: () => this.interrupt(),
    answer: () => this.#replies.ask(),
  });

  constructor(parts) {
    super();
    this.#parts = parts;
    this.addEventListener("microphone", () => this.#hear(this.talking.isOpen));
  }

  /**
   * Open the call; `choice` is `{persona, settings}`. Resolves when events flow. Raises CallError;
   * then close() tidies up.
   */
  async open(choice, signal) {
    this.usePushToTalk(choice.settings.turn_detection === PUSH_TO_TALK);
    const { ahead, api, transports, openMicrophone, microphonePermission } = this.#parts;
    const mint = () => (this.#grant ??= ahead.take(choice).then((grant) => grant ?? api.startCall(choice, signal)));
    const isAllowed = (await microphonePermission()) === "granted";
    const opening = new Opening(signal, (step) => this.#emit("step", step));
    const microphone = opening.step("microphone", this.#hold(openMicrophone()));
    // Where the browser still has to ask, the key would grow old while the person thinks.
    if (!isAllowed) await microphone;
    const minted = mint().then((grant) => this.#accept(grant));
    const makers = transports().map((make) => async () => (this.#transport = this.#listenTo(await make())));
    const current = microphone.then(() => this.#microphone); // another one perhaps, by the time it is used
    for (const part of [minted, current]) part.catch(() => {}); // whoever waits for it says so
    const connected = opening.connect(makers, current, minted);
    const [callId] = await Promise.all([connected, microphone]);
    this.#outbox.note({ provider_call_id: callId, transport: this.transport });
    this.#begin((await minted).opening);
  }

  /** The name of the transport: "webrtc", "websocket", or "" while there is none. */
  get transport() {
    return this.#transport?.name ?? "";
  }

  /** Whether the call is over, and the server has everything of it. */
  get isStored() {
    return this.#isFinished && !this.#outbox?.waiting;
  }

  /** Be heard only while holding a button, or always. */
  usePushToTalk(isWanted) {
    this.talking.use(isWanted, this.#isHearing());
  }

  /** Set the call up anew, as far as a call that goes on allows. Raises CallError. */
  async adjust(settings) {
    const latest = (this.#settings = settings);
    const { session } = await this.#parts.api.changeSettings((await this.#grant).settings_url, settings);
    if (latest !== this.#settings || this.#end) return;
    this.usePushToTalk(settings.turn_detection === PUSH_TO_TALK); // first: what is being said is of the way until now
    this.#send(updateSession(session, hasSounded(this.conversation)));
  }

  /** Cut off the reply that is being made or heard. */
  interrupt() {
    this.#replies.cut(isSounding(this.conversation));
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

  /** Say something by typing, at any time. What is being said meanwhile is cut off first. */
  say(text) {
    if (!this.#isOpen) return void this.#typed.push(text);
    this.interrupt();
    this.#send(createUserMessage(text));
    this.#replies.ask();
  }

  /** What was typed and could not be sent. */
  get unsent() {
    return this.#typed.join("\n");
  }

  /** End the call: the microphone now, the connection when the last words are written down. */
  async close(reason) {
    if (this.#end) return;
    this.#end = { end_reason: reason, ended_ms: this.#elapsed() };
    const isCommitted = this.talking.close();
    this.interrupt();
    this.#stopMicrophone();
    if (reason === "ended" || reason === "time_limit") await this.#lastWords(isCommitted);
    this.#finish();
  }

  /** The page goes away: send what there is in requests that outlive it. */
  leave(reason) {
    this.#end ??= { end_reason: reason, ended_ms: this.#elapsed() };
    this.talking.close();
    this.#finish();
    this.#outbox?.flush();
  }

  /** Wait until the server has everything of this call, for `ms` at most; for last words no more. */
  drained(ms) {
    if (this.#end) this.#finish();
    return this.#outbox?.drained(ms);
  }

  /** The line is open: what was typed until now is said first, else the opening line. */
  #begin(opening) {
    this.#isOpen = true;
    for (const text of this.#typed) this.#send(createUserMessage(text));
    if (this.#typed.length) this.#replies.ask();
    else if (opening) this.#send(createResponse(opening));
    this.#typed = [];
  }

  #send(event) {
    this.#transport?.send(event);
  }

  /** Whether somebody is in mid-sentence, as far as the provider can tell. */
  #isHearing() {
    return inOrder(this.conversation).some((item) => item.role === "user" && item.state === "pending" && !item.kept);
  }

  #hear(isOpen) {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = isOpen;
  }

  async #hold(opening) {
    this.#microphone = await opening;
    if (this.#end) this.#stopMicrophone();
    else this.#emit("microphone", this.#microphone);
    return this.#microphone;
  }

  #accept(grant) {
    if (this.#end) return grant;
    this.#grantedAt = Date.now();
    this.maxSeconds = grant.max_seconds;
    this.conversationUrl = grant.conversation_url;
    this.#outbox = this.#makeOutbox(grant);
    this.#outbox.addEventListener("change", ({ detail }) => this.#emit("outbox", detail));
    if (grant.started_ms !== undefined) this.#outbox.note({ started_ms: grant.started_ms });
    return grant;
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

  #take(event) {
    this.#emit("event", event);
    if (event.type === "session.created") this.#startedAt = performance.now();
    const isDealtWith = this.#replies.take(event);
    if (event.type === "error" && !isDealtWith && !this.#end) this.#emit("problem", event.error);
    if (event.type === "response.done") this.#complain(event.response);
    if (event.type === "session.updated") this.#emit("updated");
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

  #complain({ status, status_details }) {
    if (status === "failed") this.#emit("problem", status_details?.error ?? {});
  }

  /** Wait for the transcript of what was said last, also in mid-sentence, but not for ever. */
  #lastWords(isCommitted) {
    const turns = () => inOrder(this.conversation).filter((item) => item.role === "user");
    const expected = turns().length + isCommitted;
    const isComplete = () => turns().length >= expected && turns().every((item) => item.state !== "pending");
    if (this.#isHearing()) this.#send(commitInput());
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
    this.#advance(cutOff(this.conversation));
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
