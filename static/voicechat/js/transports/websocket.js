// A session over a WebSocket, for networks that let no media through: sound and events in one line.

import { CallError } from "../errors.js";
import { appendInput, parseEvent } from "../protocol.js";
import { next, within } from "../waiting.js";
import { OutputBuffer } from "./output_buffer.js";
import { VoiceLine } from "./voice_line.js";

const OPEN_TIMEOUT = 10_000; // ms
const BEHIND = 200_000; // bytes that wait to be sent: some three seconds of sound
const PATIENCE = 8_000; // ms that a line may stay that far behind

/** Emits what WebRTCTransport emits, the events `output_audio_buffer.*` included. */
export class WebSocketTransport extends EventTarget {
  name = "websocket";
  #workletUrl;
  #wire;
  #line = new VoiceLine();
  #output = new OutputBuffer(this.#line);
  #socket = null;
  #ready;
  #lossTimer = null;
  #closed = false;

  /** @param wire  as of WebRTCTransport */
  constructor(workletUrl, wire) {
    super();
    this.#workletUrl = workletUrl;
    this.#wire = wire;
    this.#line.addEventListener("input", ({ detail }) => this.#append(detail));
    this.#output.addEventListener("event", ({ detail }) => this.#deliver(detail));
    this.#output.addEventListener("send", ({ detail }) => this.send(detail));
  }

  /** Get ready while the key is minted. `microphone` is a promise of a MediaStream, which may come after open(). */
  prepare(microphone) {
    const listening = microphone.then((stream) => this.#line.listen(stream));
    this.#ready = this.#line.open(this.#workletUrl);
    for (const part of [listening, this.#ready]) part.catch(() => {}); // whoever waits for it says so
  }

  /** Open the line; resolves to "", as the provider gives such a call no id. */
  async open({ grant, signal, step }) {
    await this.#ready;
    signal.throwIfAborted();
    const protocols = ["realtime", `openai-insecure-api-key.${grant.client_secret.value}`];
    this.#socket = new WebSocket(grant.socket_url, protocols);
    this.#listen();
    await step("connection", within(OPEN_TIMEOUT, signal, "connection_blocked", this.#opened()));
    this.#emit("speech", this.#line.speech);
    return "";
  }

  /** Send another track of sound from now on. */
  async replaceMicrophone(track) {
    this.#line.listen(new MediaStream([track]));
  }

  /** Send a client event. Events for a line that is gone are dropped. */
  send(event) {
    if (event.type === "output_audio_buffer.clear") this.#output.clear();
    else if (this.#socket?.readyState === WebSocket.OPEN) {
      const text = JSON.stringify(event);
      this.#socket.send(text);
      this.#wire.watch?.("sent", text);
    }
  }

  /** Close everything. May be called twice. */
  close() {
    this.#closed = true;
    clearTimeout(this.#lossTimer);
    this.#line.close();
    // Browsers complain of a line that is closed before it opened.
    if (this.#socket?.readyState === WebSocket.CONNECTING) this.#socket.onopen = () => this.#socket.close();
    else this.#socket?.close();
  }

  #listen() {
    this.#socket.addEventListener("message", ({ data }) => {
      const event = parseEvent(data);
      if (!event) return;
      this.#wire.watch?.("received", data);
      this.#deliver(event);
      this.#output.take(event);
    });
    this.#socket.addEventListener("close", () => this.#lose());
  }

  #opened() {
    const closed = next(this.#socket, "close").then(() => {
      throw new CallError("connection_blocked");
    });
    return Promise.race([next(this.#socket, "open"), closed]);
  }

  /** A line that does not keep up loses sound rather than fall ever further behind. */
  #append(audio) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const isBehind = this.#socket.bufferedAmount > BEHIND;
    if (isBehind !== (this.#lossTimer !== null)) this.#follow(isBehind);
    if (!isBehind) this.send(appendInput(audio));
  }

  #follow(isBehind) {
    clearTimeout(this.#lossTimer);
    this.#lossTimer = isBehind ? setTimeout(() => this.#lose(), PATIENCE) : null;
    this.#emit("connection", isBehind ? "interrupted" : "restored");
  }

  #lose() {
    if (!this.#closed) this.#emit("connection", "lost");
  }

  #deliver(event) {
    if (!this.#closed) this.#emit("event", event);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
