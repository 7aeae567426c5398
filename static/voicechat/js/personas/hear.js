// Lets a voice be heard beside its button, one at a time.

import { Api } from "../api.js";
import { gettext } from "../i18n.js";
import { Sample } from "../sample.js";
import { sampleWords } from "../ui/words.js";

const speech = document.getElementById("speech");
const api = new Api();
const sample = new Sample(speech);
let pressed = null; // the button of the voice that is heard, or was last

for (const button of document.querySelectorAll("button[data-hear]")) {
  button.hidden = false;
  button.addEventListener("click", () => (button === pressed && sample.state ? sample.stop() : hear(button)));
  button.form?.elements.voice.addEventListener("change", () => sample.stop());
}

sample.addEventListener("change", () => {
  pressed.textContent = sample.state ? gettext("Stop") : gettext("Hear it");
  say(sample.state === "loading" ? gettext("One moment …") : "");
});

async function hear(button) {
  sample.stop();
  if (pressed) say("");
  pressed = button;
  const voice = button.dataset.hear || button.form.elements.voice.value;
  try {
    await sample.play(() => api.sample(speech.dataset.samples.replace("VOICE", encodeURIComponent(voice))));
  } catch (error) {
    say(error.code === "not_found" ? gettext("This voice is not available any more.") : sampleWords(error));
  }
}

function say(text) {
  pressed.parentElement.querySelector(".note").textContent = text;
}
