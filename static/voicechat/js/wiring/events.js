// Connects the event log with the wire, once somebody wants it: it costs nothing while it is off.

import { Events } from "../ui/events.js";

export function connectEvents(wire) {
  const box = document.getElementById("events-on");
  let events = null;

  box.addEventListener("change", () => {
    if (box.checked) events ??= new Events();
    wire.watch = box.checked ? (direction, text) => events.add(direction, text) : null;
    document.getElementById("events").hidden = !box.checked;
  });
}
