// Sound as numbers: to another sampling rate, and to and from the text in which events carry it.

const CROSSINGS = 16; // of the kernel, on either side: how sharply it cuts what the rate cannot hold

/** Brings a stream of samples from one rate to another, band-limited, piece by piece. */
export class Resampler {
  #up;
  #down;
  #reach;
  #kernels; // one for each place that an output sample can have between two of the input
  #rest;
  #place = 0; // of the next output sample from the start of #rest, in parts of #up

  constructor(from, to) {
    const divisor = commonDivisor(from, to);
    this.#up = to / divisor;
    this.#down = from / divisor;
    const cutoff = Math.min(1, to / from);
    this.#reach = Math.ceil(CROSSINGS / cutoff);
    this.#kernels = Array.from({ length: this.#up }, (_, i) => kernel(i / this.#up, cutoff, this.#reach));
    this.#rest = new Float32Array(this.#reach);
  }

  /** Give the samples that `samples` (a Float32Array) make possible. */
  push(samples) {
    const input = new Float32Array(this.#rest.length + samples.length);
    input.set(this.#rest);
    input.set(samples, this.#rest.length);
    const last = input.length - 2 * this.#reach; // place of the last kernel that fits
    const count = Math.max(0, Math.ceil(((last + 1) * this.#up - this.#place) / this.#down));
    const output = Float32Array.from({ length: count }, () => this.#next(input));
    const used = Math.min(input.length, Math.floor(this.#place / this.#up));
    this.#place -= used * this.#up;
    this.#rest = input.slice(used);
    return output;
  }

  #next(input) {
    const weights = this.#kernels[this.#place % this.#up];
    const from = Math.floor(this.#place / this.#up);
    this.#place += this.#down;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i] * input[from + i];
    return sum;
  }
}

/** A windowed sinc whose middle lies `shift` (0 to 1) behind the tap at `reach - 1`. */
function kernel(shift, cutoff, reach) {
  const weights = Float32Array.from({ length: 2 * reach }, (_, i) => {
    const x = i - (reach - 1) - shift;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / reach));
  });
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => weight / sum);
}

const commonDivisor = (a, b) => (b ? commonDivisor(b, a % b) : a);

/** Samples from -1 to 1 as base64 of PCM16. */
export function encode(samples) {
  const pcm = Int16Array.from(samples, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
  return btoa(String.fromCharCode(...new Uint8Array(pcm.buffer)));
}

/** Base64 of PCM16 as samples from -1 to 1. */
export function decode(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return Float32Array.from(new Int16Array(bytes.buffer, 0, bytes.length >> 1), (sample) => sample / 32_768);
}
