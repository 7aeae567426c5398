// The call page: reads what the page says of itself, builds the parts and connects them.

import { Api } from "./api.js";
import { LevelMeter } from "./levels.js";
import { microphonePermission, openMicrophone } from "./microphone.js";
import { Session } from "./session.js";
import { WebRTCTransport } from "./transports/webrtc.js";
import { Captions } from "./ui/captions.js";
import { Controls } from "./ui/controls.js";
import { VoiceFigure } from "./waveform.js";

const config = JSON.parse(document.getElementById("config").textContent);
const personaNames = new Map(config.personas.map(({ id, name }) => [id, name]));
const speech = document.getElementById("speech");

const session = new Session({
  api: new Api(config.calls_url),
  Transport: WebRTCTransport,
  openMicrophone,
  microphonePermission,
});
const controls = new Controls();
const captions = new Captions(document.getElementById("log"), document.getElementById("follow"));

const SAVING = 10_000; // ms that signing out may wait

let audio = null; // the AudioContext of the call, for the meters
let persona = "";
const meters = { microphone: null, speech: null };
new VoiceFigure(document.getElementById("figure"), [
  { property: "--voice", read: () => meters.speech?.read() },
  { property: "--person", read: () => (session.isMuted ? null : meters.microphone?.read()) },
]);

controls.addEventListener("start", ({ detail }) => {
  if (session.isActive || !detail) return;
  persona = detail;
  captions.clear();
  audio = new AudioContext();
  session.start(persona);
});
controls.addEventListener("end", () => session.end());
controls.addEventListener("say", ({ detail }) => session.say(detail));
controls.addEventListener("mute", () => {
  session.mute(!session.isMuted);
  controls.showMuted(session.isMuted);
});

session.addEventListener("state", ({ detail }) => {
  controls.showState(detail, session);
  if (detail.state === "ended") release();
});
session.addEventListener("conversation", ({ detail }) => captions.show(detail, personaNames.get(persona)));
session.addEventListener("outbox", ({ detail }) => controls.showWaiting(detail));
session.addEventListener("problem", ({ detail }) => controls.showProblem(detail));
session.addEventListener("microphone", ({ detail }) => meter("microphone", detail));
session.addEventListener("speech", ({ detail }) => {
  speech.srcObject = detail;
  meter("speech", detail);
});

// Before a page is put away for ever, or for the back button: the call does not outlive it.
addEventListener("pagehide", () => session.leave());
new BroadcastChannel("account").addEventListener("message", () => session.end("signed_out"));

// Signing out on this very page waits for the last words to be saved.
document.getElementById("sign-out").addEventListener("submit", async (event) => {
  event.preventDefault();
  session.end("signed_out");
  controls.showSaving();
  await session.drained(SAVING);
  event.target.submit();
});

function meter(side, stream) {
  meters[side]?.close();
  meters[side] = audio ? new LevelMeter(audio, stream) : null;
}

function release() {
  for (const side of Object.keys(meters)) {
    meters[side]?.close();
    meters[side] = null;
  }
  speech.srcObject = null;
  audio?.close();
  audio = null;
}
