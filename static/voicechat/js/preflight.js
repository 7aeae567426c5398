// Whether a call would start: the microphone, the permission to use it, and the connection.

import { microphonePermission } from "./microphone.js";

const PATIENCE = 5_000; // ms

/**
 * Give the first thing that is amiss, as the code of a CallError; else "asks" where the browser
 * will ask for the microphone, or "fine". Pure.
 */
export function verdict({ isSecure, isSupported, isReachable, permission, microphones }) {
  if (!isSupported) return isSecure ? "microphone_unsupported" : "insecure_origin";
  if (!isReachable) return "site_unreachable";
  if (permission === "denied") return "microphone_denied";
  if (!microphones) return "microphone_missing";
  return permission === "granted" ? "fine" : "asks";
}

/** Emits "change" (a verdict) once at first, and whenever it is another one. */
export class Preflight extends EventTarget {
  #devices;
  #verdict = "";
  #wasDenied = false;
  #reach = reaches();

  constructor(devices) {
    super();
    this.#devices = devices;
    devices.addEventListener("change", () => this.check());
    for (const type of ["online", "offline"]) addEventListener(type, () => this.#lineChanged());
    navigator.permissions?.query({ name: "microphone" }).then(
      (status) => status.addEventListener("change", () => this.#permissionChanged()),
      () => {}, // a browser that does not tell
    );
  }

  /** The person, or the browser, said no, which not every browser tells when it is asked. */
  denied() {
    this.#wasDenied = true;
    this.check();
  }

  async check() {
    const permission = await microphonePermission();
    const found = verdict({
      isSecure: globalThis.isSecureContext,
      isSupported: Boolean(navigator.mediaDevices?.getUserMedia),
      isReachable: await this.#reach,
      permission: this.#wasDenied && permission === "prompt" ? "denied" : permission,
      microphones: this.#devices.microphones.length,
    });
    if (found === this.#verdict) return;
    this.#verdict = found;
    this.dispatchEvent(new CustomEvent("change", { detail: found }));
  }

  #lineChanged() {
    this.#reach = reaches();
    this.check();
  }

  #permissionChanged() {
    this.#wasDenied = false;
    this.#devices.list();
  }
}

/** Whether this site answers: a small file of its own is asked for anew. */
async function reaches() {
  if (!navigator.onLine) return false;
  const options = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  return fetch(import.meta.url, options).then(
    ({ ok }) => ok,
    () => false,
  );
}
