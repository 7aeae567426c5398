// The panel's pickers and input level, and the quiet line that says what became of a device.

import { fill, gettext } from "../i18n.js";
import { endWords } from "./words.js";

const byId = (id) => document.getElementById(id);
const PASSING = 10_000; // ms that a message stands which asks for nothing

/** Emits "choose" (`{kind, deviceId}`), "try" (the button was pressed) and "toggle" (the panel was). */
export class DevicePanel extends EventTarget {
  isOpen = false;
  #timer = null;

  constructor() {
    super();
    for (const kind of ["microphone", "speaker"]) {
      byId(`${kind}-choice`).addEventListener("change", ({ target }) => {
        this.#emit("choose", { kind, deviceId: target.value });
      });
    }
    byId("try-microphone").addEventListener("click", () => this.#emit("try"));
    byId("panel").addEventListener("toggle", ({ newState }) => {
      this.isOpen = newState === "open";
      this.#emit("toggle");
    });
  }

  /** Show what there is to choose from; without names there is nothing to choose by. */
  showDevices({ microphones, speakers, chosen }) {
    const canRoute = "setSinkId" in HTMLMediaElement.prototype;
    byId("device-names").hidden = microphones.some(({ label }) => label);
    fillPicker(byId("microphone-choice"), microphones, chosen.microphone);
    fillPicker(byId("speaker-choice"), canRoute ? speakers : [], chosen.speaker);
  }

  /** Say whether the microphone is being tried, or cannot be because a call has it. */
  showTrying(isTrying, isInCall) {
    byId("try-microphone").hidden = isInCall;
    byId("try-microphone").ariaPressed = String(isTrying);
  }

  /** Show a level from 0 to 1. */
  showLevel(level) {
    byId("level").style.setProperty("--level", level.toFixed(3));
    byId("level").ariaValueNow = String(Math.round(level * 100));
  }

  sayTaken(lost, name) {
    if (lost) this.#say(fill(gettext("“%(lost)s” is gone. You speak through “%(name)s” now."), { lost, name }), PASSING);
    else this.#say("");
  }

  sayGone(error, isInCall) {
    const isUnplugged = isInCall && error.code === "microphone_missing";
    this.#say(isUnplugged ? gettext("No microphone is left. The call goes on, and hears you again as soon as you plug one in.") : endWords("failed", error));
  }

  saySilent(name) {
    this.#say(fill(gettext("Nothing comes from “%(name)s”. Is it muted or switched off?"), { name }));
  }

  sayNothing() {
    this.#say("");
  }

  #say(text, passing = 0) {
    clearTimeout(this.#timer);
    byId("device-note").textContent = text;
    if (passing) this.#timer = setTimeout(() => this.#say(""), passing);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function fillPicker(select, devices, chosen) {
  const named = devices.filter(({ label }) => label);
  select.parentElement.hidden = !named.length;
  const options = named.map(({ label, deviceId }) => new Option(label, deviceId, false, deviceId === chosen));
  if (!named.some(({ deviceId }) => deviceId === "default")) options.unshift(new Option(gettext("As the system says"), ""));
  select.replaceChildren(...options);
  if (named.some(({ deviceId }) => deviceId === chosen)) select.value = chosen;
}
