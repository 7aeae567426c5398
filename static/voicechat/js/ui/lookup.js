// Says that the voice looks something up with a tool, for as long as it does.

import { fill, gettext } from "../i18n.js";

const running = new Map(); // labels of servers, by the ids of the calls to their tools
const note = document.getElementById("lookup-note");

/** Take in an event of a session about a call to a tool. */
export function showLookup(session, { type, item }) {
  if (type === "conversation.item.added" && session.state === "connected") {
    if (!running.size) session.addEventListener("state", forget, { once: true });
    running.set(item.id, item.server_label);
  }
  if (type === "conversation.item.done") running.delete(item.id);
  show();
}

/** The line is lost or the call over: nobody hears what is found. */
function forget() {
  running.clear();
  show();
}

function show() {
  const label = [...new Set(running.values())].join(", ");
  note.textContent = label && fill(gettext("Looking something up (%(label)s) …"), { label });
}
