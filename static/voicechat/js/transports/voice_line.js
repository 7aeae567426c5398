// The microphone as PCM16 and PCM16 as speech, for a transport that carries no media tracks.

import { decode, encode, Resampler } from "./pcm.js";

const RATE = 24_000; // Hz, the Realtime API's

/** Emits "input" (base64), "started" and "stopped" (the id of a reply, as it is heard). */
export class VoiceLine extends EventTarget {
  #context = new AudioContext();
  #speech = this.#context.createMediaStreamDestination();
  #up = new Resampler(this.#context.sampleRate, RATE);
  #down = null;
  #node = null;
  #source = null;
  #flushes = []; // what waits for an answer to a flush

  /** The reply as a MediaStream. */
  get speech() {
    return this.#speech.stream;
  }

  /** Resolves when sound can come and go. */
  async open(workletUrl) {
    await this.#context.audioWorklet.addModule(workletUrl);
    if (this.#context.state === "closed") return;
    this.#node = new AudioWorkletNode(this.#context, "line", { outputChannelCount: [1], channelCount: 1, channelCountMode: "explicit" });
    this.#node.port.onmessage = ({ data }) => this.#take(data);
    this.#node.connect(this.#speech);
    this.#source?.connect(this.#node);
    await this.#context.resume();
  }

  /** Listen to this microphone (a MediaStream) from now on. */
  listen(microphone) {
    if (this.#context.state === "closed") return;
    this.#source?.disconnect();
    this.#source = this.#context.createMediaStreamSource(microphone);
    if (this.#node) this.#source.connect(this.#node);
  }

  /** Begin a reply: nothing of the one before sounds on in it. */
  begin() {
    this.#down = new Resampler(RATE, this.#context.sampleRate);
  }

  /** Play more of the reply `id`; gives how long that lasts, in ms. */
  play(id, base64) {
    const samples = this.#down.push(decode(base64));
    const duration = this.#ms(samples.length); // it is empty once handed over
    this.#node.port.postMessage({ id, samples }, [samples.buffer]);
    return duration;
  }

  /** Nothing more comes of the reply `id`. */
  finish(id) {
    this.#node.port.postMessage({ id });
  }

  /** Fall silent at once; resolves to a Map of the replies that were cut off: id → ms heard. */
  async flush() {
    this.#node.port.postMessage({ flush: true });
    const flushed = await new Promise((resolve) => this.#flushes.push(resolve));
    return new Map(flushed.map(([id, samples]) => [id, this.#ms(samples)]));
  }

  /** Let go of everything but the microphone, which is not ours. May be called twice. */
  close() {
    if (this.#context.state === "closed") return;
    this.#source?.disconnect();
    if (this.#node) this.#node.port.onmessage = null; // Chromium keeps worklet nodes, and what they hold
    this.#node?.disconnect();
    this.#context.close();
  }

  #take({ piece, started, stopped, flushed }) {
    if (piece) this.#emit("input", encode(this.#up.push(piece)));
    if (started) this.#emit("started", started);
    if (stopped) this.#emit("stopped", stopped);
    if (flushed) this.#flushes.shift()(flushed);
  }

  #ms(samples) {
    return (samples / this.#context.sampleRate) * 1_000;
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
