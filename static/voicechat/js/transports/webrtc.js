// A session over WebRTC: sound on the media tracks, events on the data channel `oai-events`.

import { CallError } from "../errors.js";
import { parseEvent } from "../protocol.js";
import { next, within } from "../waiting.js";

const PATIENCE = 4_000; // ms that an interrupted connection may take to come back: the browser waited five itself

/**
 * Emits "event" (a parsed server event), "speech" (the MediaStream of the reply), and
 * "connection" ("interrupted", "restored" or "lost").
 */
export class WebRTCTransport extends EventTarget {
  name = "webrtc";
  #wire;
  #exchange;
  #peer = new RTCPeerConnection();
  #channel;
  #offered;
  #lossTimer = null;
  #closed = false;

  /**
   * @param {{watch: ?function}} wire  sees every event as it goes over the wire: (direction, text) → void
   * @param {(grant: object, sdp: string, signal: AbortSignal) => Promise<{sdp: string, callId: string}>} exchange
   *   gets the answer to an offer
   */
  constructor(wire, exchange) {
    super();
    this.#wire = wire;
    this.#exchange = exchange;
  }

  /** Make the offer while key and microphone are still awaited: `microphone` is a promise of a MediaStream, which may come after open(). */
  prepare(microphone) {
    this.#peer.addTransceiver("audio");
    this.#channel = this.#peer.createDataChannel("oai-events");
    this.#listen();
    const attached = microphone.then((stream) => this.replaceMicrophone(stream.getAudioTracks()[0]));
    // As it is now, without this machine's addresses: the service learns them from the first packet
    // it gets, and need not look for names of a network that it is not in.
    this.#offered = this.#peer.setLocalDescription().then(() => this.#peer.localDescription.sdp);
    for (const part of [attached, this.#offered]) part.catch(() => {}); // whoever waits for it says so
  }

  /**
   * Exchange the offer and open the channel, which may take `patience` ms; resolves to the
   * provider's call id, or "". `step(name, promise)` is told what is waited for.
   */
  async open({ grant, patience, signal, step }) {
    const answered = this.#exchange(grant, await this.#offered, signal);
    const { sdp, callId } = await step("answer", answered);
    try {
      await this.#peer.setRemoteDescription({ type: "answer", sdp });
    } catch (cause) {
      throw new CallError("answer_nonsense", { cause });
    }
    await step("connection", within(patience, signal, "connection_blocked", this.#opened()));
    return callId;
  }

  /** Send a client event. Events for a channel that is gone are dropped. */
  send(event) {
    if (this.#channel?.readyState !== "open") return;
    const text = JSON.stringify(event);
    this.#channel.send(text);
    this.#wire.watch?.("sent", text);
  }

  /** Send another track of sound from now on. */
  async replaceMicrophone(track) {
    await this.#peer.getSenders()[0]?.replaceTrack(track); // prepare() does it later
  }

  /** What the connection has counted, as plain objects in the shape of RTCStats. */
  async statistics() {
    return [...(await this.#peer.getStats()).values()];
  }

  /** Close everything. May be called twice. */
  close() {
    this.#closed = true;
    clearTimeout(this.#lossTimer);
    this.#channel?.close();
    this.#peer.close();
  }

  #listen() {
    this.#channel.addEventListener("message", ({ data }) => {
      this.#wire.watch?.("received", data);
      const event = parseEvent(data);
      if (event && !this.#closed) this.#emit("event", event);
    });
    this.#channel.addEventListener("close", () => this.#lose());
    this.#peer.addEventListener("track", ({ streams, track }) => {
      this.#emit("speech", streams[0] ?? new MediaStream([track]));
    });
    this.#peer.addEventListener("connectionstatechange", () => this.#follow());
  }

  #follow() {
    const state = this.#peer.connectionState;
    if (state === "failed" || state === "closed") this.#lose();
    if (state === "disconnected" && !this.#lossTimer) {
      this.#emit("connection", "interrupted");
      this.#lossTimer = setTimeout(() => this.#lose(), PATIENCE);
    }
    if (state === "connected" && this.#lossTimer) {
      clearTimeout(this.#lossTimer);
      this.#lossTimer = null;
      this.#emit("connection", "restored");
    }
  }

  #lose() {
    if (!this.#closed) this.#emit("connection", "lost");
  }

  #opened() {
    if (this.#channel.readyState === "open") return null;
    const lost = next(this, "connection", ({ detail }) => detail === "lost").then(() => {
      throw new CallError("connection_blocked");
    });
    return Promise.race([next(this.#channel, "open"), lost]);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
