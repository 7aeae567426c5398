// Opening the microphone, and saying why it did not open.

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
