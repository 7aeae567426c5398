// The page of one conversation: connects its parts.

import { offerCopies } from "./copy.js";
import { loadAround } from "./lines.js";
import "./menus.js";

const lines = document.getElementById("lines");

offerCopies(document.querySelector(".transcript"));
const [, turn] = location.hash.match(/^#turn-(\d+)$/) ?? [];
if (turn && !lines.querySelector(location.hash)) {
  location.replace(`?at=${turn}${location.hash}`); // a link that knows nothing of pages
} else if (!turn) {
  const asked = lines.querySelector(".turn.at");
  asked?.scrollIntoView({ block: "center" });
  asked?.focus({ preventScroll: true });
}
loadAround(lines);
