// The microphones and speakers of this machine: which there are, which are chosen, and what takes
// over when the microphone in use goes.

import { recall, remember } from "./memory.js";
import { openMicrophone } from "./microphone.js";

/**
 * Emits "change" (what there is, or what is chosen), "taken" (`{stream, lost}`: a microphone that
 * is open now, and the name of the one that went, or "" when it was wished for) and "gone" (the
 * CallError: none could be opened in its place; the next one that is plugged in is taken).
 */
export class Devices extends EventTarget {
  microphones = []; // MediaDeviceInfo; nameless until the microphone was allowed
  speakers = [];
  chosen = recall("devices", { microphone: "", speaker: "" }); // by deviceId

  #stream = null;
  #work = Promise.resolve(); // one thing at a time: unplugging comes as several events

  constructor() {
    super();
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#changed());
    this.list();
  }

  /** Open the chosen microphone, else another; whoever calls this stops it. Raises CallError. */
  async open() {
    const stream = await openMicrophone(this.chosen.microphone);
    this.list(); // now with names
    return stream;
  }

  /** Look after the microphone of a call; null when there is none any more. */
  watch(stream) {
    this.#stream = stream;
    stream?.getAudioTracks()[0].addEventListener("ended", () => this.#review(stream));
  }

  /** Choose a "microphone" or a "speaker", for now and for the next time. */
  choose(kind, deviceId) {
    this.chosen = { ...this.chosen, [kind]: deviceId };
    remember("devices", this.chosen);
    this.#emit("change");
    if (kind === "microphone" && this.#stream) this.#do(() => this.#take(""));
  }

  /** Find out what there is. */
  async list() {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    this.microphones = all.filter(({ kind }) => kind === "audioinput");
    this.speakers = all.filter(({ kind }) => kind === "audiooutput");
    this.#emit("change");
  }

  async #changed() {
    await this.list();
    this.#review(this.#stream);
  }

  #review(stream) {
    this.#do(async () => {
      if (stream && stream === this.#stream && this.#isGone(stream)) await this.#take(nameOf(stream));
    });
  }

  #isGone(stream) {
    const [track] = stream.getAudioTracks();
    const { deviceId } = track.getSettings();
    const ids = this.microphones.map((device) => device.deviceId).filter(Boolean);
    return track.readyState === "ended" || (deviceId && ids.length > 0 && !ids.includes(deviceId));
  }

  async #take(lost) {
    const before = this.#stream;
    if (!before) return;
    try {
      const stream = await this.open();
      if (before === this.#stream) this.#emit("taken", { stream, lost });
      else for (const track of stream.getTracks()) track.stop(); // the call has ended meanwhile
    } catch (error) {
      if (before === this.#stream) this.#emit("gone", error);
    }
  }

  #do(task) {
    this.#work = this.#work.then(task);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The name of the microphone that a stream comes from. */
export const nameOf = (stream) => stream.getAudioTracks()[0].label;
