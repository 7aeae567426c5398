// A stream of sound → numbers: how loud it is in some bands, from low to high.

export const BANDS = 12;

export class LevelMeter {
  #analyser;
  #source;
  #bins;
  #samples;
  #levels = new Float32Array(BANDS);

  constructor(context, stream) {
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 512;
    this.#analyser.smoothingTimeConstant = 0.72;
    this.#bins = new Uint8Array(this.#analyser.frequencyBinCount);
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source = context.createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
  }

  /** Give the level of each band, 0 to 1. The array is the same at every call. */
  read() {
    this.#analyser.getByteFrequencyData(this.#bins);
    // Speech lives below some 6 kHz: a quarter of the bins at 48 kHz.
    const width = this.#bins.length / 4 / BANDS;
    for (let band = 0; band < BANDS; band++) {
      let sum = 0;
      const from = Math.floor(1 + band * width);
      const to = Math.max(from + 1, Math.floor(1 + (band + 1) * width));
      for (let bin = from; bin < to; bin++) sum += this.#bins[bin];
      this.#levels[band] = sum / (to - from) / 255;
    }
    return this.#levels;
  }

  /** Give the loudest of the last samples, 0 to 1. */
  peak() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    for (const sample of this.#samples) peak = Math.max(peak, Math.abs(sample));
    return peak;
  }

  close() {
    this.#source.disconnect();
  }
}
