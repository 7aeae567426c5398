// Has what happens in a call be heard, where somebody wants that.

import { recall, remember } from "../memory.js";
import { play } from "../sounds.js";

export function connectSounds({ session, controls, speech }) {
  const wanted = document.getElementById("sounds");
  let before = "ready";
  const sound = (name) => wanted.checked && play(name, speech.sinkId);

  wanted.checked = recall("sounds", false);
  wanted.addEventListener("change", () => {
    remember("sounds", wanted.checked);
    sound("connected"); // so that one knows them
  });
  controls.addEventListener("mute", () => sound(session.isMuted ? "muted" : "unmuted"));
  session.addEventListener("state", ({ detail: { state, reason } }) => {
    if (state === before) return;
    before = state;
    if (state === "connected" || state === "reconnecting") sound(state);
    if (state === "ended") sound(["failed", "lost"].includes(reason) ? "failed" : "ended");
  });
}
