// The page of one conversation: connects its parts.

import { offerCopies } from "./copy.js";
import { loadAround } from "./lines.js";
import "./menus.js";

const lines = document.getElementById("lines");

offerCopies(document.querySelector(".transcript"));
if (!location.hash) {
  const asked = lines.querySelector(".turn.at");
  asked?.scrollIntoView({ block: "center" });
  asked?.focus({ preventScroll: true });
}
loadAround(lines);
