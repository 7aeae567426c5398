// Loads what is older before one has scrolled to the end, and finds the place again on the way back.

import { fill, gettext, ngettext } from "../i18n.js";
import { fetchList } from "./part.js";

const AHEAD = "800px";

export class More {
  #found;
  #scroller;
  #announce;
  #observer;
  #loading = null;
  #pages = 0; // beyond the first

  constructor(found, announce) {
    this.#found = found;
    this.#scroller = found.closest(".middle");
    this.#announce = announce;
    const options = { root: this.#scroller, rootMargin: AHEAD };
    const arrive = (entries) => entries.some((each) => each.isIntersecting) && this.#load();
    this.#observer = new IntersectionObserver(arrive, options);
    found.addEventListener("click", (event) => this.#click(event));
    addEventListener("pagehide", () => this.#remember());
  }

  /** Begin with the list as it is now. */
  watch() {
    this.#pages = 0;
    this.#loading = null; // what is still on its way belongs to another list
    this.#observe();
  }

  /** Load as much as was there when one left, and go to where one was. */
  async restore() {
    const { pages = 0, top = 0 } = history.state ?? {};
    while (this.#pages < pages && (await this.#load()));
    if (top) this.#scroller.scrollTop = top;
  }

  get #link() {
    return this.#found.querySelector(".more a");
  }

  #observe() {
    this.#observer.disconnect();
    if (this.#link) this.#observer.observe(this.#link);
  }

  #remember() {
    const place = { pages: this.#pages, top: this.#scroller.scrollTop };
    history.replaceState({ ...history.state, ...place }, "");
  }

  #click(event) {
    if (!event.target.closest(".more a") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#load();
  }

  #load() {
    if (this.#loading) return this.#loading;
    const loading = this.#append(this.#link).finally(() => {
      if (this.#loading === loading) this.#loading = null;
    });
    return (this.#loading = loading);
  }

  /** Append what follows; give whether there was something. */
  async #append(link) {
    if (!link) return false;
    try {
      const next = await fetchList(link.href);
      if (!link.isConnected) return false; // something else was searched for meanwhile
      this.#take(link, next);
      return true;
    } catch {
      link.textContent = gettext("Could not load more. Try again");
      return false;
    }
  }

  #take(link, next) {
    const rows = [...next.querySelectorAll(".talks > li")];
    const hadFocus = link === document.activeElement;
    const last = [...this.#found.querySelectorAll(".day")].at(-1);
    const [first, ...days] = next.querySelectorAll(".day");
    if (first?.dataset.day === last.dataset.day) {
      last.querySelector(".talks").append(...first.querySelectorAll(".talks > li"));
    } else if (first) days.unshift(first);
    link.closest(".more").replaceWith(...days, ...next.querySelectorAll(".more"));
    if (hadFocus) rows[0]?.querySelector("a").focus();
    this.#pages += 1;
    this.#observe();
    const words = ngettext("%(count)s more conversation", "%(count)s more conversations", rows.length);
    this.#announce(fill(words, { count: rows.length }));
  }
}
