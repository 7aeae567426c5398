// A few words in a voice, through the element that plays the voice of a call, and so through the
// chosen speaker.

/** Emits "change" with its state: "loading", "playing" or "". */
export class Sample extends EventTarget {
  state = "";

  #speech;
  #context = null;

  constructor(speech) {
    super();
    this.#speech = speech;
  }

  /** Play a file, in place of the one before; `load` resolves to its bytes. Raises what that raises. */
  async play(load) {
    this.stop();
    const context = (this.#context = new AudioContext()); // upon the press: browsers let sound begin only then
    this.#become("loading");
    try {
      const buffer = await context.decodeAudioData(await load());
      if (context === this.#context) this.#sound(buffer);
    } catch (error) {
      if (context !== this.#context) return; // stopped meanwhile
      this.stop();
      throw error;
    }
  }

  stop() {
    if (!this.#context) return;
    this.#context.close();
    this.#context = this.#speech.srcObject = null;
    this.#become("");
  }

  #sound(buffer) {
    const context = this.#context;
    const line = new MediaStreamAudioDestinationNode(context);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(line);
    source.addEventListener("ended", () => context === this.#context && this.stop());
    this.#speech.srcObject = line.stream;
    source.start();
    this.#become("playing");
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
