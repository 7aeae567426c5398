// The microphone: opening it, saying why it did not open, and keeping it through a conversation.

import { CallError } from "./errors.js";

const CODES = {
  NotAllowedError: "microphone_denied",
  SecurityError: "microphone_denied",
  NotFoundError: "microphone_missing",
  OverconstrainedError: "microphone_missing",
  NotReadableError: "microphone_busy",
  AbortError: "microphone_busy",
};

/** Whether the microphone opens without asking: "granted", "denied", or "prompt". */
export async function microphonePermission() {
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state;
  } catch {
    return "prompt"; // a browser that does not tell
  }
}

/**
 * Open a microphone, the one with this id if it is there; whoever calls this stops its tracks.
 * Raises CallError.
 */
export async function openMicrophone(deviceId = "") {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new CallError(globalThis.isSecureContext ? "microphone_unsupported" : "insecure_origin");
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        deviceId: deviceId ? { ideal: deviceId } : undefined,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
  } catch (cause) {
    throw new CallError(CODES[cause.name] ?? "microphone_busy", { cause });
  }
}

/**
 * The microphone of a conversation, whose calls listen to it one after the other. Emits "change"
 * (the MediaStream that is open now).
 */
export class Microphone extends EventTarget {
  stream = null;

  #open;
  #opening = null;
  #isHeard = true;
  #isStopped = false;

  /** @param open  opens one: resolves to a MediaStream or raises CallError */
  constructor(open) {
    super();
    this.#open = open;
  }

  /** Resolves when it is open; asked for once. Raises CallError. */
  open() {
    return (this.#opening ??= this.#open().then((stream) => this.use(stream)));
  }

  /** Go over to this stream; the one before is stopped. */
  use(stream) {
    this.#stopTracks();
    this.stream = stream;
    this.hear(this.#isHeard);
    if (this.#isStopped) this.#stopTracks();
    else this.dispatchEvent(new CustomEvent("change", { detail: stream }));
  }

  /** Have its sound heard, or silence in its place. */
  hear(isHeard) {
    this.#isHeard = isHeard;
    for (const track of this.#tracks) track.enabled = isHeard;
  }

  /** Let go of it, for good. */
  stop() {
    this.#isStopped = true;
    this.#stopTracks();
  }

  get #tracks() {
    return this.stream?.getTracks() ?? [];
  }

  #stopTracks() {
    for (const track of this.#tracks) track.stop();
  }
}
