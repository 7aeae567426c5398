// A key for every action, as the page lists them in a dialog. Keys never fire while typing, nor
// with a modifier.

import { recall, remember } from "../memory.js";

const FIELDS = "input:not([type=radio], [type=checkbox], [type=range], [type=button]), textarea, select, [contenteditable]";

/** Whether a key goes into a field or a dialog, or is part of the browser's own shortcuts. */
export function isTyping(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return event.target.closest?.(`${FIELDS}, dialog[open]`) != null;
}

/** Listen for the keys, unless they are switched off. */
export function useShortcuts() {
  const dialog = document.getElementById("keys");
  const isOn = dialog.querySelector("input");
  const keys = [...dialog.querySelectorAll("[data-for]")];
  isOn.checked = recall("shortcuts", true) !== false;
  isOn.addEventListener("change", () => remember("shortcuts", isOn.checked));
  document.getElementById("show-keys").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => isOn.checked && press(event, keys));
}

/** Press the button of a key, or go to its field, where that can be seen. */
function press(event, keys) {
  if (event.repeat || isTyping(event)) return;
  const key = keys.find(({ textContent }) => textContent === event.key.toUpperCase());
  const target = key && document.getElementById(key.dataset.for);
  if (!target || target.disabled || !target.checkVisibility()) return;
  event.preventDefault(); // a field would take the key for a letter
  if (target.matches("input")) target.focus();
  else target.click();
}
