// Connects the ways of talking with their buttons: mute, hold to talk, interrupt, write.

import { isSounding } from "../conversation.js";
import { TalkButton } from "../ui/talk_button.js";

export function connectTalking({ session, controls }) {
  const button = new TalkButton(document.getElementById("talk"));
  button.addEventListener("press", () => session.press());
  button.addEventListener("release", () => {
    if (!session.release()) controls.showTooShort();
  });
  controls.addEventListener("interrupt", () => session.interrupt());
  controls.addEventListener("say", ({ detail }) => {
    session.say(detail);
    if (session.state !== "connected") controls.showKept();
  });
  controls.addEventListener("mute", () => {
    session.mute(!session.isMuted);
    controls.showMuted(session.isMuted);
  });
  session.addEventListener("conversation", ({ detail }) => controls.showReplying(isSounding(detail)));
  session.addEventListener("state", ({ detail: { state } }) => {
    if (state === "reconnecting" && session.unsent) controls.showKept();
    if (state === "ended") controls.giveBack(session.unsent);
    showWay();
  });
  session.addEventListener("updated", showWay);

  function showWay() {
    button.show(session.isPushToTalk, session.state === "connected");
    controls.showWay(session.isPushToTalk);
  }
}
