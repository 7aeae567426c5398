// Whoever chooses here how the microphone is used wants it so in this browser, too.

import { remember } from "../memory.js";

const choices = document.getElementsByName("microphone_mode");
for (const choice of choices) choice.addEventListener("change", () => choice.form.addEventListener("submit", forget));

function forget() {
  remember("talking", null); // what was chosen on the call page
}
