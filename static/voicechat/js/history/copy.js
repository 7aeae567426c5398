// Copies a whole transcript, or the address of one line.

import { gettext } from "../i18n.js";
import { say } from "./toast.js";

/** Have what can be copied on a page copied. */
export function offerCopies(page) {
  for (const button of page.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => {
      button.closest("[popover]:popover-open")?.hidePopover();
      write(fetchText(button.dataset.copy)).then(
        () => say(gettext("Copied")),
        () => say(gettext("Could not be copied.")),
      );
    });
  }

  page.addEventListener("click", (event) => {
    const link = event.target.closest(".turn .time");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    write(link.href).then(
      () => say(gettext("Link copied")),
      () => location.assign(link.href), // whose address can be copied by hand
    );
  });
}

/** Write text, or what will become text: a browser lets a press do that only at once. */
const write = (text) => navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);

async function fetchText(url) {
  const response = await fetch(url, { redirect: "error" });
  if (!response.ok) throw new Error(response.statusText);
  return new Blob([await response.text()], { type: "text/plain" });
}
