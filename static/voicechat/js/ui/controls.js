// The buttons, the state, the clock, the notice and the field to type in.

import { fill, gettext } from "../i18n.js";
import { STATES, clock, endWords, preflightWords, problemWords } from "./words.js";

const NEAR = 300; // s from its end on in which a call counts down

const byId = (id) => document.getElementById(id);

/** Emits "intent" (Start is about to be pressed) and "start" (both a persona's id), "mute", "interrupt", "end" and "say" (a text). */
export class Controls extends EventTarget {
  #clock = null;
  #start = 0;

  constructor() {
    super();
    byId("start").disabled = !this.persona; // until now nobody would have heard it being pressed
    const intend = () => this.persona && this.#emit("intent", this.persona);
    // A move of the person's: the button itself may appear under a pointer that rests.
    for (const type of ["pointermove", "pointerdown"]) byId("start").addEventListener(type, intend);
    byId("start").addEventListener("keyup", ({ key }) => key === "Tab" && intend()); // not a focus of ours
    byId("start").addEventListener("click", () => this.#emit("start", this.persona));
    byId("end").addEventListener("click", () => this.#emit("end"));
    byId("mute").addEventListener("click", () => this.#emit("mute"));
    byId("interrupt").addEventListener("click", () => this.#emit("interrupt"));
    byId("composer").addEventListener("submit", (event) => this.#submit(event));
    byId("message").addEventListener("input", () => this.#allowSending());
  }

  /** The id of the chosen persona. */
  get persona() {
    return new FormData(byId("personas")).get("persona");
  }

  /** Show the state of a session, as its "state" event gives it. */
  showState({ state, ...end }, session) {
    const { isActive } = session;
    const hadFocus = byId("call").querySelector(".dock").contains(document.activeElement);
    byId("call").dataset.state = state;
    byId("state").textContent = STATES[state]();
    byId("start").hidden = isActive;
    byId("controls").hidden = !isActive;
    byId("message").disabled = !isActive;
    byId("mute").disabled = state === "connecting";
    this.#allowSending();
    // Not to End: a second Enter on Start would fall on it.
    if (hadFocus && byId("controls").contains(document.activeElement) !== isActive) {
      byId(isActive ? "call" : "start").focus();
    }
    if (!isActive) this.showReplying(false);
    if (state === "connecting" || byId("notice").dataset.kind === "kept") this.notify("");
    if (state === "connected") this.#startClock(session);
    if (state === "ended") this.#showEnd(end);
  }

  /** Show a verdict of the preflight under Start, or nothing. */
  showPreflight(verdict, isShown) {
    const line = byId("preflight");
    line.hidden = !isShown;
    line.dataset.verdict = verdict;
    line.classList.toggle("amiss", verdict !== "fine" && verdict !== "asks");
    line.textContent = isShown && verdict ? preflightWords(verdict) : "";
  }

  showMuted(isMuted) {
    byId("mute").classList.toggle("on", isMuted);
    byId("mute").querySelector("span").textContent = isMuted ? gettext("Unmute") : gettext("Mute");
    const use = byId("mute").querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, isMuted ? "#microphone-off" : "#microphone"));
  }

  /** Show what the way of talking needs: muting is for hands-free talk only. */
  showWay(isPushToTalk) {
    byId("mute").hidden = isPushToTalk;
  }

  /** Offer to interrupt, while there is something to interrupt. Focus is not lost by that. */
  showReplying(isReplying) {
    if (!isReplying && document.activeElement === byId("interrupt")) byId("call").focus();
    byId("interrupt").disabled = !isReplying;
  }

  /** Say that a button was held for too short a time. */
  showTooShort() {
    this.notify(gettext("Hold the button, or Space, for as long as you speak."));
  }

  /** Say that what was typed waits for the call to be connected. */
  showKept() {
    this.notify(gettext("Your message will be sent as soon as the call is connected."), "kept");
  }

  /** Put back into the field what could not be sent. */
  giveBack(text) {
    byId("message").value ||= text;
  }

  /** Say what leaving waits for. */
  showSaving() {
    this.notify(gettext("Saving what was said …"));
  }

  showProblem(problem) {
    this.notify(problemWords(problem));
  }

  /**
   * Show a message with an optional link `{href, text, target}`; an empty one clears it.
   * `kind`: "end" for what is not as it should be, "kept", or "".
   */
  notify(text, kind = "", link = null) {
    const notice = byId("notice");
    notice.hidden = !text;
    notice.dataset.kind = kind;
    notice.classList.toggle("error", kind !== "" && kind !== "kept");
    notice.textContent = text;
    if (!text || !link) return;
    const { text: textContent, ...address } = link;
    notice.append(" ", Object.assign(document.createElement("a"), { textContent, ...address }));
  }

  #showEnd({ reason, error, words, conversationUrl, continueUrl }) {
    clearInterval(this.#clock);
    if (this.#clock) byId("elapsed").textContent = clock(this.#elapsed());
    this.#clock = null;
    this.showMuted(false);
    const why = words || endWords(reason, error);
    const kind = error || reason === "lost" || reason === "failed" ? "end" : "";
    if (reason === "signed_out" || error?.status === 401) {
      const link = { href: byId("call").dataset.signIn, text: gettext("Sign in"), target: "_blank" };
      return this.notify(endWords("signed_out"), "end", link);
    }
    const isKept = conversationUrl && byId("log").hasChildNodes();
    const link = isKept && (["ended", "limit"].includes(reason)
      ? { href: conversationUrl, text: gettext("Read it again") }
      : { href: continueUrl, text: gettext("Continue this conversation") });
    const kept = isKept ? gettext("The conversation is kept.") : "";
    return this.notify(why || kept, kind, link);
  }

  #startClock(session) {
    if (this.#clock) return;
    this.#start = performance.now();
    const tick = () => {
      const left = Math.floor(session.secondsLeft);
      byId("elapsed").textContent = left <= NEAR ? fill(gettext("%(time)s left"), { time: clock(left) }) : clock(this.#elapsed());
    };
    byId("elapsed").hidden = false;
    this.#clock = setInterval(tick, 1_000);
    tick();
  }

  /** Whole seconds since the call was connected. */
  #elapsed() {
    return Math.floor((performance.now() - this.#start) / 1_000);
  }

  #submit(event) {
    event.preventDefault();
    const text = byId("message").value.trim();
    if (!text || byId("message").disabled) return;
    byId("message").value = "";
    this.#allowSending();
    this.#emit("say", text);
  }

  #allowSending() {
    const { value, disabled } = byId("message");
    byId("composer").querySelector("button").disabled = disabled || !value.trim();
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
