// The line under Start.

import { preflightWords } from "./words.js";

/** Show a verdict of the preflight, or nothing. */
export function showPreflight(verdict, isShown) {
  const line = document.getElementById("preflight");
  line.hidden = !isShown;
  line.dataset.verdict = verdict;
  line.classList.toggle("amiss", verdict !== "fine" && verdict !== "asks");
  line.textContent = isShown && verdict ? preflightWords(verdict) : "";
}
