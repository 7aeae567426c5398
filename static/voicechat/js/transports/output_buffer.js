// The output audio buffer. Over WebRTC it is the provider's, which plays the reply and says how far;
// over a WebSocket it is ours, and says the same in the same events.

import { truncateItem } from "../protocol.js";

/** Emits "event" (`output_audio_buffer.*`) and "send" (a client event). */
export class OutputBuffer extends EventTarget {
  #line;
  #replies = new Map(); // response id → Map of item id → ms received
  #making = null; // id of the response that is being made
  #unwanted = null; // id of one that was cut off while it was being made

  /** @param line  a VoiceLine */
  constructor(line) {
    super();
    this.#line = line;
    line.addEventListener("started", ({ detail }) => this.#say("started", detail));
    line.addEventListener("stopped", ({ detail }) => {
      this.#replies.delete(detail);
      this.#say("stopped", detail);
    });
  }

  /** Act on a server event. */
  take(event) {
    if (event.type === "response.created") this.#begin(event.response.id);
    if (event.type === "response.output_audio.delta") this.#add(event);
    if (event.type === "response.done") this.#finish(event.response.id);
    if (event.type === "input_audio_buffer.speech_started") this.clear();
  }

  /** Cut off what is heard and what waits, and tell the provider how much of it was heard. */
  async clear() {
    this.#unwanted = this.#making;
    const replies = this.#replies;
    if (!replies.size) return;
    this.#replies = new Map();
    const heard = await this.#line.flush();
    for (const [id, items] of replies) {
      if (!heard.has(id)) continue; // it was over before
      this.#say("cleared", id);
      this.#truncate(items, heard.get(id));
    }
  }

  #begin(id) {
    this.#making = id;
    this.#line.begin();
  }

  #add({ response_id: id, item_id, delta }) {
    if (id === this.#unwanted) return; // it was on its way when the reply was cut off
    const items = this.#replies.get(id) ?? new Map();
    this.#replies.set(id, items);
    items.set(item_id, (items.get(item_id) ?? 0) + this.#line.play(id, delta));
  }

  #finish(id) {
    if (id === this.#making) this.#making = null;
    if (this.#replies.has(id)) this.#line.finish(id);
  }

  #truncate(items, heard) {
    let left = heard;
    for (const [id, received] of items) {
      if (left < received) this.#emit("send", truncateItem(id, Math.floor(left)));
      left = Math.max(0, left - received);
    }
  }

  #say(what, response_id) {
    this.#emit("event", { type: `output_audio_buffer.${what}`, response_id });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
