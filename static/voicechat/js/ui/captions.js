// The transcript as it grows: each turn an article, in conversation order.

import { gettext } from "../i18n.js";
import { captionMarks } from "./words.js";

const NEAR_END = 48; // px from the end within which the view follows what is new
const MOST = 100; // articles that stand in the page at once, and come back at a time: each makes all slower

export class Captions {
  #log;
  #follow;
  #articles = new Map();
  #earlier = Object.assign(document.createElement("button"), { type: "button", className: "button small earlier" });
  #order = [];
  #most = MOST;
  #isFollowing = true;
  #top = 0;
  #height = 0;

  constructor(log, followButton) {
    this.#log = log;
    this.#follow = followButton;
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#isFollowing && this.#toEnd()).observe(log);
    followButton.addEventListener("click", () => this.#toEnd());
    this.#earlier.textContent = gettext("Earlier lines");
    this.#earlier.addEventListener("click", () => this.#showEarlier());
  }

  clear() {
    this.#articles.clear();
    this.#order = [];
    this.#log.replaceChildren();
    this.#isFollowing = true;
    this.#follow.hidden = true;
  }

  /** Show a conversation's state; only what its last event changed is touched. */
  show({ items, order, changed }, personaName) {
    const shown = changed.filter((id) => items.get(id).role !== "hidden");
    for (const id of changed) if (!shown.includes(id)) this.#articles.get(id)?.remove();
    for (const id of shown) {
      const article = this.#articles.get(id) ?? this.#make(items.get(id), personaName);
      fill(article, items.get(id));
    }
    this.#order = order;
    this.#place(shown);
    if (this.#isFollowing) this.#toEnd();
    else this.#follow.hidden = false;
  }

  #make({ id, role }, personaName) {
    const speaker = role === "user" ? gettext("You") : personaName;
    const article = document.createElement("article");
    article.setAttribute("aria-label", speaker);
    const name = Object.assign(document.createElement("h2"), { textContent: speaker });
    const words = Object.assign(document.createElement("p"), { dir: "auto" });
    const mark = Object.assign(document.createElement("p"), { className: "mark" });
    article.append(name, words, mark);
    this.#articles.set(id, article);
    return article;
  }

  /** Put articles where they belong; most stand there already, and old ones nowhere. */
  #place(changed) {
    for (const id of changed) {
      const index = this.#order.indexOf(id);
      const article = this.#articles.get(id);
      if (!article.isConnected && index < this.#order.length - this.#most) continue;
      const next = this.#articles.get(this.#order[index + 1]) ?? null;
      if (!article.isConnected || article.nextElementSibling !== next) this.#log.insertBefore(article, next);
    }
  }

  /** Take out what is too old to stand here; a button brings it back. */
  #trim() {
    const [old, kept] = [this.#order.slice(0, -this.#most), this.#order.slice(-this.#most)];
    for (let at = old.length - 1; at >= 0 && this.#articles.get(old[at])?.isConnected; at--) this.#articles.get(old[at]).remove();
    if (old.length) this.#articles.get(kept[0])?.before(this.#earlier);
    else this.#earlier.remove();
  }

  #showEarlier() {
    const [from, to] = [this.#most + MOST, this.#most].map((most) => Math.max(0, this.#order.length - most));
    this.#most += MOST;
    const before = this.#log.scrollHeight;
    this.#place(this.#order.slice(from, to).reverse());
    this.#trim();
    this.#log.scrollTop += this.#log.scrollHeight - before; // what one read stays where it was
    if (!this.#earlier.isConnected) this.#log.focus();
  }

  /** Going up lets go at once, however little; coming near the end catches again. */
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const left = scrollHeight - scrollTop - clientHeight;
    const isUp = scrollTop < this.#top && scrollHeight === this.#height; // not moved by words that came or went
    this.#isFollowing = left < (isUp ? 1 : NEAR_END);
    this.#top = scrollTop;
    this.#height = scrollHeight;
    if (this.#isFollowing) this.#follow.hidden = true;
  }

  #toEnd() {
    this.#isFollowing = true;
    this.#most = MOST;
    this.#trim();
    this.#follow.hidden = true;
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}

function fill(article, item) {
  const [, words, mark] = article.children;
  article.ariaBusy = String(item.state === "pending"); // read out once, when it is complete
  article.className = `turn ${item.role} ${item.state}`;
  if (words.textContent !== item.text) words.textContent = item.text;
  words.hidden = !item.text;
  mark.textContent = markOf(item);
  mark.hidden = !mark.textContent;
}

function markOf({ role, state, kept, text }) {
  if (state === "failed" || state === "interrupted") return captionMarks[state]();
  if (role !== "user" || state === "final" || text) return "";
  return kept ? captionMarks.writing() : captionMarks.listening();
}
