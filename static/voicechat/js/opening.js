// The start of a call: what it waits for, and the transports that are tried in turn.

import { next, within } from "./waiting.js";

const STEPS = ["microphone", "key", "answer", "connection"]; // those first that a person can do something about
const BLOCKED = 4_000; // ms after which a transport counts as blocked where there is another
const OPEN_TIMEOUT = 15_000; // ms that the last one may take
const GREETING = 10_000; // ms from the open line to the first event

export class Opening {
  #signal;
  #tell;
  #steps = new Set(); // that are waited for

  /** @param tell  is told the name of the step that is waited for, "" for none */
  constructor(signal, tell) {
    this.#signal = signal;
    this.#tell = tell;
  }

  /** Wait for a step of the start. Several may go on at the same time. */
  async step(name, promise) {
    this.#steps.add(name);
    this.#tellFirst();
    try {
      return await promise;
    } finally {
      this.#steps.delete(name);
      this.#tellFirst();
    }
  }

  /**
   * Open one transport after the other until one is not blocked; resolves to the provider's call
   * id, or "". `makers` make the transports; `microphone` and `minted` are promises.
   */
  async connect(makers, microphone, minted) {
    for (const [i, makeTransport] of makers.entries()) {
      const isLast = i === makers.length - 1;
      const transport = makeTransport();
      try {
        this.#signal.throwIfAborted();
        transport.prepare(microphone);
        return await this.#open(transport, await this.step("key", minted), isLast ? OPEN_TIMEOUT : BLOCKED);
      } catch (error) {
        transport.close();
        if (error.code !== "connection_blocked" || isLast || this.#signal.aborted) throw error;
      }
    }
  }

  async #open(transport, grant, patience) {
    const signal = this.#signal;
    signal.throwIfAborted();
    const hasBegun = next(transport, "event", ({ detail }) => detail.type === "session.created");
    const callId = await transport.open({ grant, patience, signal, step: this.step.bind(this) });
    await this.step("connection", within(GREETING, signal, "service_silent", hasBegun));
    return callId;
  }

  #tellFirst() {
    this.#tell(STEPS.find((step) => this.#steps.has(step)) ?? "");
  }
}
