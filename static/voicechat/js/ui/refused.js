// What the site refused to keep, on the page of past conversations: to read, copy and discard.

import { outbox } from "../deliver.js";
import { gettext } from "../i18n.js";

const NAMES = { user: () => gettext("You"), assistant: () => gettext("The voice") };

const section = document.getElementById("refused");

const entries = await outbox.refused();
for (const entry of entries.sort((a, b) => a.at - b.at)) show(entry);

function show(entry) {
  const line = section.querySelector("template").content.cloneNode(true).firstElementChild;
  const [copy, discard] = line.querySelectorAll("button");
  const about = line.querySelector("small");
  const text = entry.value.text ?? gettext("Figures of a call, no words");
  const who = NAMES[entry.value.role]?.() ?? gettext("The site");
  line.querySelector("strong").textContent = text;
  about.textContent = `${who} · ${new Date(entry.at).toLocaleString()} · ${entry.refusal}`;
  for (const button of [copy, discard]) button.ariaDescribedByElements = [about];
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = gettext("Copied");
  });
  discard.addEventListener("click", async () => {
    await outbox.discard(entry);
    line.remove();
    const rest = section.querySelectorAll("li").length;
    section.hidden = !rest;
    (rest ? section : document.getElementById("main")).focus();
  });
  section.querySelector("ul").append(line);
  section.hidden = false;
}
