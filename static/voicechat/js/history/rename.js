// Changes a title where it stands. Enter or leaving the field saves, Escape takes it back; what
// could not be saved stays in the field, with the reason. A new title shows wherever it stands.

import { fill, gettext } from "../i18n.js";
import { send } from "./forms.js";

const LONGEST = 200; // characters

document.addEventListener("click", (event) => {
  const pencil = event.target.closest(".heading .rename");
  if (!pencil || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  edit(pencil.closest(".heading"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F2") return;
  const heading = event.target.closest(".heading") ?? document.querySelector("h1 .heading");
  if (!heading || heading.querySelector("input")) return;
  event.preventDefault();
  edit(heading);
});

function edit(heading) {
  const [title, pencil] = heading.children;
  const before = title.textContent;
  const field = makeField(before);
  const reason = Object.assign(document.createElement("small"), { className: "reason", role: "alert" });
  let isBusy = false;

  const close = (hasFocus) => {
    isBusy = true; // a field that is removed loses the focus, which is no reason to save
    field.remove();
    reason.remove();
    title.hidden = pencil.hidden = false;
    if (hasFocus) pencil.focus();
  };

  const save = async () => {
    if (isBusy) return;
    const hasFocus = document.activeElement === field;
    if (field.value === before) return close(hasFocus);
    isBusy = true;
    field.ariaBusy = "true";
    try {
      show(heading.dataset.heading, before, (await rename(pencil.href, field.value)).heading);
      close(hasFocus);
    } catch (error) {
      isBusy = false;
      field.ariaBusy = "false";
      field.ariaInvalid = "true";
      reason.textContent = fill(gettext("Not saved: %(reason)s Press Enter to try again."), { reason: error.message });
    }
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the Enter or Escape of an input method
    if (event.key === "Enter") save();
    else if (event.key === "Escape") close(true);
  });
  field.addEventListener("blur", save);
  title.hidden = pencil.hidden = true;
  heading.append(field, reason);
  field.select();
}

function makeField(value) {
  const field = Object.assign(document.createElement("input"), { value, maxLength: LONGEST, dir: "auto", autocomplete: "off" });
  field.ariaLabel = gettext("Title");
  return field;
}

function rename(url, title) {
  const data = new FormData();
  data.set("title", title);
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  return send(url, data);
}

function show(id, before, heading) {
  for (const title of document.querySelectorAll(`[data-title="${id}"]`)) title.textContent = heading;
  if (document.querySelector(`h1 [data-title="${id}"]`)) document.title = document.title.replace(before, () => heading);
}
