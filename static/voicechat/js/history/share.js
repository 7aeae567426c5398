// Copies links to a conversation, and opens what one is led to.

import { gettext } from "../i18n.js";

const part = document.getElementById("share");

if (part) {
  part.open ||= location.hash === "#share";
  for (const button of part.querySelectorAll("[data-copy-link]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const field = button.closest("li").querySelector("input");
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = part.querySelector('[role="status"]').textContent = gettext("Link copied");
  } catch {
    field.select(); // to be copied by hand
  }
}
