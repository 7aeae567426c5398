// What the server does not have yet, and what it will not have; nothing while all goes well.

import { fill, gettext, ngettext } from "../i18n.js";

const PATIENCE = 3_000; // ms after which somebody wants to know
const SIGNED_OUT = 401;
const OTHER_ACCOUNT = 409;

/** Keep the page's lines about an outbox true. */
export function showUnsaved(outbox) {
  const unsaved = document.getElementById("unsaved");
  let status = 0; // of the last answer
  let timer = null;
  let isLate = false;
  let refused = 0;

  const show = () => {
    isLate = true;
    const count = outbox.lines;
    const words = [fill(ngettext("%(count)s line not saved yet.", "%(count)s lines not saved yet.", count), { count })];
    if (status === SIGNED_OUT) words.push(gettext("Sign in again to have it saved."));
    if (status === OTHER_ACCOUNT) words.push(gettext("Somebody else has signed in here. It will be saved once you sign in again."));
    if (outbox.isAtRisk) words.push(gettext("Please leave this page open."));
    say(unsaved, words.join(" "), status === SIGNED_OUT);
  };

  const settle = () => {
    clearTimeout(timer);
    if (refused) unsaved.hidden = true;
    else if (isLate) say(unsaved, gettext("Everything is saved now."), false);
    timer = null;
    isLate = false;
  };

  outbox.addEventListener("change", ({ detail }) => {
    if (detail.error || !detail.waiting) status = detail.error?.status;
    refused += detail.refused;
    if (detail.refused) {
      const text = ngettext("%(count)s line could not be saved: %(reason)s", "%(count)s lines could not be saved: %(reason)s", refused);
      say(document.getElementById("refused-now"), fill(text, { count: refused, reason: detail.error.message }), true);
    }
    if (!outbox.lines) settle();
    else if (isLate) show();
    else timer ??= setTimeout(show, PATIENCE);
  });
}

function say(line, text, hasLink) {
  line.hidden = false;
  line.querySelector("span").textContent = text;
  line.querySelector("a").hidden = !hasLink;
}
