// A session over WebRTC: sound on the media tracks, events on the data channel `oai-events`.

import { CallError } from "../errors.js";
import { parseEvent } from "../protocol.js";

const GATHERING = 300; // ms for the addresses of this machine; there is no server to ask
const ANSWER_TIMEOUT = 15_000;
const OPEN_TIMEOUT = 15_000;
const PATIENCE = 8_000; // ms that an interrupted connection may take to come back

/**
 * Emits "event" (a parsed server event), "speech" (the MediaStream of the reply), and
 * "connection" ("interrupted", "restored" or "lost").
 */
export class WebRTCTransport extends EventTarget {
  wire = null; // (direction, text) → void: sees every event as it goes over the wire

  #peer = new RTCPeerConnection();
  #channel;
  #lossTimer = null;
  #closed = false;

  /** Make the offer; may run while the key is still being minted. */
  async prepare(microphone) {
    const [track] = microphone.getAudioTracks();
    this.#peer.addTrack(track, microphone);
    this.#channel = this.#peer.createDataChannel("oai-events");
    this.#listen();
    await this.#peer.setLocalDescription();
    await Promise.race([this.#gathered(), new Promise((resolve) => setTimeout(resolve, GATHERING))]);
  }

  /** Exchange the offer and open the channel; resolves to the provider's call id, or "". */
  async open({ offerUrl, key, signal }) {
    const response = await this.#postOffer(offerUrl, key, signal);
    const sdp = await response.text();
    try {
      await this.#peer.setRemoteDescription({ type: "answer", sdp });
    } catch (cause) {
      throw new CallError("answer_nonsense", { cause });
    }
    await this.#opened(signal);
    return (response.headers.get("Location") ?? "").split("/").pop();
  }

  /** Send a client event. Events for a channel that is gone are dropped. */
  send(event) {
    if (this.#channel?.readyState !== "open") return;
    const text = JSON.stringify(event);
    this.#channel.send(text);
    this.wire?.("sent", text);
  }

  /** Send another track of sound from now on. */
  async replaceMicrophone(track) {
    await this.#peer.getSenders()[0]?.replaceTrack(track);
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
      this.wire?.("received", data);
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

  #gathered() {
    return new Promise((resolve) => {
      const check = () => this.#peer.iceGatheringState === "complete" && resolve();
      this.#peer.addEventListener("icegatheringstatechange", check);
      check();
    });
  }

  async #postOffer(offerUrl, key, signal) {
    let response;
    try {
      response = await fetch(offerUrl, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/sdp" },
        body: this.#peer.localDescription.sdp,
        credentials: "omit",
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
      });
    } catch (cause) {
      throw new CallError("service_unreachable", { cause });
    }
    if (response.ok) return response;
    throw new CallError(response.status === 401 ? "offer_refused" : "service_failed", { status: response.status });
  }

  async #opened(signal) {
    if (this.#channel.readyState === "open") return;
    await new Promise((resolve, reject) => {
      const fail = () => reject(new CallError("connection_blocked"));
      if (this.#channel.readyState === "closed") fail();
      this.#channel.addEventListener("open", resolve, { once: true });
      this.addEventListener("connection", ({ detail }) => detail === "lost" && fail());
      AbortSignal.any([signal, AbortSignal.timeout(OPEN_TIMEOUT)]).addEventListener("abort", fail);
    });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
