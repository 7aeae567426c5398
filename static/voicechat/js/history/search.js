// Searches as one types, and keeps the address true: back and reload lead to the same list.

import { fetchList } from "./part.js";

const PAUSE = 200; // ms without a key

export class Search {
  #form;
  #found;
  #failed;
  #shown; // called once the list is there, with how many rows it has
  #showing = location.search;
  #isSettled = true; // what is typed next is another search, to which one may go back
  #request = new AbortController();
  #timer;

  constructor(form, found, failed, shown) {
    this.#form = form;
    this.#found = found;
    this.#failed = failed;
    this.#shown = shown;
    form.addEventListener("input", (event) => event.isComposing || this.#wait());
    form.addEventListener("compositionend", () => this.#wait());
    form.addEventListener("change", () => this.#settle());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#settle();
    });
    failed.querySelector("button").addEventListener("click", () => this.#show());
    addEventListener("popstate", () => this.#follow());
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(), PAUSE);
  }

  #settle() {
    this.#search();
    this.#isSettled = true;
  }

  #search() {
    clearTimeout(this.#timer);
    const address = this.#address();
    if (address === location.pathname + location.search) return;
    if (this.#isSettled) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.#isSettled = false;
    this.#show();
  }

  /** Say in an address what is asked for. */
  #address() {
    const asked = [...new FormData(this.#form)].filter(([, value]) => value);
    const query = new URLSearchParams(asked).toString();
    return query ? `${location.pathname}?${query}` : location.pathname;
  }

  /** Fill the form in with what the address asks for, and show that. */
  #follow() {
    if (location.search === this.#showing) return; // to another place of the page
    clearTimeout(this.#timer);
    const asked = new URLSearchParams(location.search);
    for (const field of this.#form.querySelectorAll("[name]")) {
      if (field.type === "checkbox") field.checked = asked.has(field.name);
      else field.value = asked.get(field.name) ?? "";
    }
    this.#isSettled = true;
    this.#show();
  }

  async #show() {
    this.#request.abort(); // the latest wins
    this.#showing = location.search;
    const { signal } = (this.#request = new AbortController());
    this.#found.ariaBusy = "true";
    this.#failed.hidden = true;
    try {
      this.#found.replaceChildren(await fetchList(location.href, signal));
      this.#shown(this.#found.querySelectorAll(".talks > li").length);
    } catch {
      this.#failed.hidden = signal.aborted;
    }
    if (!signal.aborted) this.#found.ariaBusy = "false";
  }
}
