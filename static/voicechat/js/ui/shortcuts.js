// A key for every action, and the list of them. Keys never fire while typing, nor with a modifier.

import { gettext } from "../i18n.js";
import { recall, remember } from "../memory.js";
import { isTyping } from "./typing.js";

// A key presses its button or goes to its field, where that can be seen. What has no element
// stands in the list only: the space bar is handled by the button that is held.
const KEYS = [
  { key: "s", element: "start", label: () => gettext("Start the call") },
  { key: "e", element: "end", label: () => gettext("End the call") },
  { key: "m", element: "mute", label: () => gettext("Mute or unmute") },
  { key: " ", name: () => gettext("Space"), label: () => gettext("Hold to talk, where that is chosen") },
  { key: "i", element: "interrupt", label: () => gettext("Interrupt the reply") },
  { key: "/", element: "message", label: () => gettext("Write a message") },
  { key: ",", element: "show-settings", label: () => gettext("Open or close the settings") },
  { key: "?", element: "show-keys", label: () => gettext("Show these keys") },
];

/** Listen for the keys, and list them in a dialog that can switch them off. */
export function useShortcuts() {
  const dialog = document.getElementById("keys");
  const isOn = dialog.querySelector("input");
  isOn.checked = recall("shortcuts", true) !== false;
  isOn.addEventListener("change", () => remember("shortcuts", isOn.checked));
  dialog.querySelector("dl").append(...KEYS.flatMap(describe));
  document.getElementById("show-keys").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => isOn.checked && press(event));
}

function press(event) {
  if (event.repeat || isTyping(event)) return;
  const { element } = KEYS.find(({ key }) => key === event.key.toLowerCase()) ?? {};
  const target = element && document.getElementById(element);
  if (!target || target.disabled || !target.checkVisibility()) return;
  event.preventDefault(); // a field would take the key for a letter
  if (target.matches("input")) target.focus();
  else target.click();
}

function describe({ key, name, label }) {
  const term = document.createElement("dt");
  term.append(Object.assign(document.createElement("kbd"), { textContent: name?.() ?? key.toUpperCase() }));
  return [term, Object.assign(document.createElement("dd"), { textContent: label() })];
}
