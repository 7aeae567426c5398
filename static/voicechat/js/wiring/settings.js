// Connects the settings of this call with the call, with the chosen persona, and with what this
// browser remembers.

import { hasSounded } from "../conversation.js";
import { recall, remember } from "../memory.js";
import { Sample } from "../sample.js";
import { SettingsForm } from "../ui/settings.js";
import { endWords } from "../ui/words.js";

/** Gives the settings that the next call is to be started with. */
export function connectSettings({ session, controls, config, api, speech }) {
  const form = new SettingsForm(document.getElementById("call-settings"), recall("talking", config.talking));
  const sample = new Sample(speech);
  let hasSpoken = false;
  const lock = () => form.lock({ isActive: session.isActive, hasSpoken });
  const showPersona = () => {
    const persona = config.personas.find(({ id }) => id === controls.persona);
    if (persona) form.showPersona(persona);
  };

  form.addEventListener("change", ({ detail: { name } }) => {
    if (name in form.talking) remember("talking", form.talking);
    sample.stop();
    form.showChanged(false);
    session.adjust(form.wishes).catch((error) => controls.notify(endWords("", error)));
  });
  form.addEventListener("hear", async () => {
    if (sample.state) return sample.stop();
    try {
      const url = config.samples_url.replace("VOICE", encodeURIComponent(form.voice));
      await sample.play(() => api.sample(url));
    } catch (error) {
      form.showSample("", error);
    }
  });
  document.getElementById("personas").addEventListener("change", () => {
    sample.stop();
    showPersona();
  });
  session.addEventListener("updated", () => form.showChanged(true));
  session.addEventListener("state", ({ detail: { state, reason } }) => {
    if (state === "connecting") hasSpoken = false;
    sample.stop();
    if (state === "ended" && reason !== "failed") form.forget();
    form.showChanged(false);
    lock();
  });
  session.addEventListener("conversation", ({ detail }) => {
    if (hasSpoken || !hasSounded(detail)) return;
    hasSpoken = true;
    lock();
  });
  sample.addEventListener("change", () => form.showSample(sample.state));
  showPersona();

  return () => form.wishes;
}
