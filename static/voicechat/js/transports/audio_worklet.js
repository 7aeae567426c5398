// In the audio thread: the microphone in pieces to the page, the reply from the page to the ear.

const PIECE = Math.round(sampleRate * 0.04); // samples of the microphone in one message

/**
 * Takes `{id, samples}` to play, `{id}` for the end of what has this id, and `{flush: true}`.
 * Gives `{piece}` of the microphone, `{started: id}` and `{stopped: id}` as it is heard, and for a
 * flush `{flushed}`: the samples heard of each id that was not over.
 */
class Line extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE);
  #filled = 0;
  #queue = []; // of {id, samples} and {id}
  #offset = 0; // in the samples of the first
  #heard = new Map(); // id → samples heard of it, for all that are not over

  constructor() {
    super();
    this.port.onmessage = ({ data }) => (data.flush ? this.#flush() : this.#add(data));
  }

  process([microphone], [speech]) {
    if (microphone[0]) this.#capture(microphone[0]);
    this.#play(speech[0]);
    return true;
  }

  #add(entry) {
    if (entry.samples && !this.#heard.has(entry.id)) this.#heard.set(entry.id, 0);
    this.#queue.push(entry);
  }

  #flush() {
    this.port.postMessage({ flushed: [...this.#heard] });
    this.#heard.clear();
    this.#queue = [];
    this.#offset = 0;
  }

  #capture(samples) {
    for (const sample of samples) {
      this.#piece[this.#filled++] = sample;
      if (this.#filled < PIECE) continue;
      this.port.postMessage({ piece: this.#piece });
      this.#filled = 0;
    }
  }

  #play(output) {
    let written = 0;
    while (this.#queue.length && written < output.length) {
      const { id, samples } = this.#queue[0];
      const taken = samples?.subarray(this.#offset, this.#offset + output.length - written) ?? [];
      output.set(taken, written);
      written += taken.length;
      this.#offset += taken.length;
      this.#note(id, taken.length, !samples);
      if (samples && this.#offset < samples.length) break;
      this.#queue.shift();
      this.#offset = 0;
    }
  }

  #note(id, count, isOver) {
    if (!this.#heard.has(id)) return;
    const before = this.#heard.get(id);
    if (isOver) this.#heard.delete(id);
    else this.#heard.set(id, before + count);
    if (isOver) this.port.postMessage({ stopped: id });
    else if (!before && count) this.port.postMessage({ started: id });
  }
}

registerProcessor("line", Line);
