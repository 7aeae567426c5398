// Connects the event log with the wire, once somebody wants it: few do, so it is not loaded with
// the page, and costs nothing while it is off.

import { CallError } from "../errors.js";
import { endWords } from "../ui/words.js";

export function connectEvents(wire) {
  const box = document.getElementById("events-on");
  let events = null;

  box.addEventListener("change", async () => {
    wire.watch = null;
    try {
      if (box.checked) events ??= new (await import("../ui/events.js")).Events();
    } catch (cause) {
      box.checked = false;
      document.getElementById("events-done").textContent = endWords("", new CallError("site_unreachable", { cause }));
    }
    if (box.checked) wire.watch = (direction, text) => events.add(direction, text);
    document.getElementById("events").hidden = !box.checked;
  });
}
