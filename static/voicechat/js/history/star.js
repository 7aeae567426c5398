// Stars and unstars where the star stands, in whatever part of the page it is or will be.

import { send } from "./forms.js";
import { say } from "./toast.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-star]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const data = new FormData(form, button);
  const wasStarred = button.ariaPressed === "true";
  show(button, !wasStarred); // at once: it is taken back if the site does not follow
  try {
    show(button, (await send(form.action, data)).is_starred);
  } catch (error) {
    show(button, wasStarred);
    say(error.message);
  }
});

function show(button, isStarred) {
  button.ariaPressed = String(isStarred);
  button.value = isStarred ? "" : "on";
}
