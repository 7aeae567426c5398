// The settings of this call: what is to be different from what the persona says.

import { fill, gettext } from "../i18n.js";
import { sampleWords } from "./words.js";

const NAMED = ["turn_detection", "voice", "model"]; // selects whose empty choice is the persona's own

/** Emits "change" with the field that was set, and "hear" when the button beside the voice was pressed. */
export class SettingsForm extends EventTarget {
  #form;
  #fields;
  #persona = {};
  #ownSpeed = "1"; // the persona's, as the slider has it

  /** @param talking  the way of talking as chosen in this browser before, or for the account */
  constructor(form, { turn_detection = "", eagerness = "" }) {
    super();
    this.#form = form;
    this.#fields = form.elements;
    this.#fields.turn_detection.value = turn_detection;
    this.#fields.eagerness.value = eagerness;
    form.addEventListener("submit", (event) => event.preventDefault());
    this.#fields.speed.addEventListener("input", () => this.#showSpeed());
    this.#sample?.addEventListener("click", () => this.dispatchEvent(new Event("hear")));
    form.addEventListener("change", ({ target }) => {
      this.#showEagerness();
      if (form.reportValidity()) this.dispatchEvent(new CustomEvent("change", { detail: target }));
    });
  }

  /** What differs from the persona, in the shape of the site's `CallSettings`: what is locked, too, for further calls. */
  get wishes() {
    const wishes = {};
    for (const { name, value } of this.#fields) if (name && value.trim()) wishes[name] = value.trim();
    if (wishes.speed === this.#ownSpeed) delete wishes.speed;
    if (this.#eagernessField.hidden) delete wishes.eagerness;
    return wishes;
  }

  /** The name of the voice that is chosen, or that the persona has. */
  get voice() {
    return this.#fields.voice.value || this.#persona.voice;
  }

  /** The way of talking, to be chosen again the next time. */
  get talking() {
    return { turn_detection: this.#fields.turn_detection.value, eagerness: this.#fields.eagerness.value };
  }

  /** Say what the persona has where nothing else is chosen. */
  showPersona(persona) {
    const isOwn = this.#fields.speed.value === this.#ownSpeed;
    this.#persona = persona;
    this.#setSpeed(isOwn);
    for (const name of NAMED) {
      const { options } = this.#fields[name];
      const own = [...options].find(({ value }) => value === persona[name])?.text ?? persona[name];
      options[0].text = fill(gettext("As %(name)s: %(value)s"), { name: persona.name, value: own });
    }
    this.#fields.languages.placeholder = persona.languages || gettext("Any");
    this.#showEagerness();
  }

  /** Show the state of a sample, or the error that it ended with. */
  showSample(state, error = null) {
    if (!this.#sample) return;
    this.#sample.textContent = state ? gettext("Stop") : gettext("Hear it");
    this.#sayOfSample(error ? sampleWords(error) : state === "loading" ? gettext("One moment …") : "");
  }

  /** Switch off what cannot change now, and say why. */
  lock({ isActive, hasSpoken }) {
    if (this.#sample) this.#sample.disabled = isActive;
    this.#sayOfSample(isActive ? gettext("Voices can be heard before a call and after it.") : "");
    this.#lock("model", isActive);
    this.#lock("voice", isActive && hasSpoken);
  }

  /** Say that a change is in force; or no more. */
  showChanged(isChanged) {
    document.getElementById("changed-note").hidden = !isChanged;
  }

  /** What was for one time only is over. */
  forget() {
    this.#fields.instructions.value = "";
  }

  get #eagernessField() {
    return this.#fields.eagerness.closest("label");
  }

  get #sample() {
    return document.getElementById("sample");
  }

  #sayOfSample(text) {
    document.getElementById("sample-note").textContent = text;
  }

  #lock(name, isLocked) {
    this.#fields[name].disabled = isLocked;
    document.getElementById(`${name}-note`).hidden = !isLocked;
  }

  #setSpeed(isOwn) {
    const { speed } = this.#fields;
    const before = speed.value;
    speed.value = this.#persona.speed;
    this.#ownSpeed = speed.value;
    if (!isOwn) speed.value = before;
    this.#showSpeed();
  }

  #showSpeed() {
    const { speed } = this.#fields;
    speed.ariaValueText = `${Number(speed.value).toLocaleString(document.documentElement.lang)} ×`;
    this.#form.querySelector(".value").textContent = speed.ariaValueText;
  }

  #showEagerness() {
    const detection = this.#fields.turn_detection.value || this.#persona.turn_detection;
    this.#eagernessField.hidden = detection !== "semantic_vad";
  }
}
