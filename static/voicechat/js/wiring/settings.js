// Connects the settings of this call with the call, with the chosen persona, and with what this
// browser remembers.

import { hasSounded } from "../conversation.js";
import { recall, remember } from "../memory.js";
import { SettingsForm } from "../ui/settings.js";
import { endWords } from "../ui/words.js";

/** Gives what the next call is to be started with: `{persona, settings}`. */
export function connectSettings({ session, controls, personas }) {
  const form = new SettingsForm(document.getElementById("call-settings"), recall("talking", {}));
  let hasSpoken = false;
  const lock = () => form.lock({ isActive: session.isActive, hasSpoken });
  const showPersona = () => {
    const persona = personas.find(({ id }) => id === controls.persona);
    if (persona) form.showPersona(persona);
  };

  form.addEventListener("change", () => {
    remember("talking", form.talking);
    form.showChanged(false);
    session.adjust(form.wishes).catch((error) => controls.notify(endWords("", error)));
  });
  document.getElementById("personas").addEventListener("change", showPersona);
  session.addEventListener("updated", () => form.showChanged(true));
  session.addEventListener("state", ({ detail: { state, reason } }) => {
    if (state === "connecting") hasSpoken = false;
    if (state === "ended" && reason !== "failed") form.forget();
    form.showChanged(false);
    lock();
  });
  session.addEventListener("conversation", ({ detail }) => {
    if (hasSpoken || !hasSounded(detail)) return;
    hasSpoken = true;
    lock();
  });
  showPersona();

  return () => ({ persona: controls.persona, settings: form.wishes });
}
