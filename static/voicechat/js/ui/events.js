// The event log in the panel: off until it is asked for.

import { EventLog, indented, toJsonLines } from "../event_log.js";
import { fill, gettext } from "../i18n.js";

const SHOWN = 200; // rows; the copy and the download hold all that is kept
const byId = (id) => document.getElementById(id);

export class Events {
  #log = new EventLog();
  #arrived = 0; // since the last frame, of which a page at the back has none
  #isPaused = false;

  constructor() {
    byId("events-filter").addEventListener("input", () => this.#showAll());
    byId("events-pause").addEventListener("click", () => this.#pause(!this.#isPaused));
    byId("events-clear").addEventListener("click", () => this.#clear());
    byId("events-copy").addEventListener("click", () => this.#copy());
    byId("events-download").addEventListener("click", () => this.#download());
  }

  /** Take in an event as it went over the wire. A paused list goes on keeping them. */
  add(direction, text) {
    this.#log.add(direction, text);
    if (!this.#arrived++) requestAnimationFrame(() => this.#showArrived());
  }

  #showArrived() {
    if (this.#arrived && !this.#isPaused) this.#append(this.#log.matching(byId("events-filter").value, this.#arrived));
    this.#arrived = 0;
  }

  #showAll() {
    this.#arrived = 0;
    byId("events-list").replaceChildren();
    this.#append(this.#log.matching(byId("events-filter").value));
  }

  #append(entries) {
    const list = byId("events-list");
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 24;
    list.append(...entries.slice(-SHOWN).map(row));
    while (list.children.length > SHOWN) list.firstElementChild.remove();
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  #pause(isPaused) {
    this.#isPaused = isPaused;
    byId("events-pause").textContent = isPaused ? gettext("Go on") : gettext("Pause");
    if (!isPaused) this.#showAll();
  }

  #clear() {
    this.#arrived = 0;
    this.#log.clear();
    byId("events-list").replaceChildren();
  }

  #lines() {
    return toJsonLines(this.#log.matching(byId("events-filter").value));
  }

  async #copy() {
    const isCopied = await navigator.clipboard.writeText(this.#lines()).then(() => true, () => false);
    byId("events-done").textContent = isCopied
      ? gettext("Copied.")
      : gettext("This browser does not let the page copy. Download them instead.");
  }

  #download() {
    const href = URL.createObjectURL(new Blob([this.#lines()], { type: "application/jsonl" }));
    const download = `events-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.jsonl`;
    Object.assign(document.createElement("a"), { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }
}

function row(entry) {
  const details = document.createElement("details");
  details.className = entry.direction;
  const summary = document.createElement("summary");
  const direction = entry.direction === "sent" ? gettext("sent") : gettext("received");
  const arrow = Object.assign(document.createElement("span"), { textContent: entry.direction === "sent" ? "↑" : "↓", ariaHidden: "true" });
  const word = Object.assign(document.createElement("span"), { textContent: direction, className: "hidden" });
  const time = Object.assign(document.createElement("time"), { textContent: entry.at.slice(11, 23), dateTime: entry.at });
  const type = Object.assign(document.createElement("code"), { textContent: entry.type });
  const size = Object.assign(document.createElement("small"), { textContent: fill(gettext("%(count)s bytes"), { count: entry.bytes }) });
  summary.append(arrow, word, time, type, size);
  details.append(summary);
  // Most are never opened.
  details.addEventListener("toggle", () => details.append(Object.assign(document.createElement("pre"), { textContent: indented(entry) })), { once: true });
  return details;
}
