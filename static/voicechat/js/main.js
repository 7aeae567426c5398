// The call page: reads what the page says of itself, builds the parts and connects them.

import { Ahead } from "./ahead.js";
import { Api } from "./api.js";
import { outbox } from "./deliver.js";
import { Devices } from "./devices.js";
import { Meters } from "./meters.js";
import { microphonePermission } from "./microphone.js";
import { Session } from "./session.js";
import { Captions } from "./ui/captions.js";
import { ConnectionPanel } from "./ui/connection.js";
import { Controls } from "./ui/controls.js";
import { useShortcuts } from "./ui/shortcuts.js";
import { WakeLock } from "./wake_lock.js";
import { VoiceFigure } from "./waveform.js";
import { connectConnection, transportsBy } from "./wiring/connection.js";
import { connectDevices } from "./wiring/devices.js";
import { connectEvents } from "./wiring/events.js";
import { connectLimits } from "./wiring/limits.js";
import { connectPreflight } from "./wiring/preflight.js";
import { connectSettings } from "./wiring/settings.js";
import { connectSounds } from "./wiring/sounds.js";
import { connectTalking } from "./wiring/talking.js";
import { connectNumbers } from "./wiring/numbers.js";

const config = JSON.parse(document.getElementById("config").textContent);
const personaNames = new Map(config.personas.map(({ id, name }) => [id, name]));
const speech = document.getElementById("speech");

const devices = new Devices();
const meters = new Meters();
const connection = new ConnectionPanel();
const wakeLock = new WakeLock();
const continued = config.conversation; // null unless the page is to go on with one
const api = new Api(continued?.calls_url ?? config.calls_url);
const wire = { watch: null }; // who sees every event as it goes over the wire
const session = new Session({
  api,
  ahead: new Ahead((choice) => api.reserveCall(choice)),
  transports: transportsBy(connection, config.worklet_url, wire, api),
  openMicrophone: () => devices.open(),
  microphonePermission,
  records: (url) => outbox.of(url),
  replayUrl: continued?.replay_url ?? null,
});
const controls = new Controls();
const captions = new Captions(document.getElementById("log"), document.getElementById("follow"));

const SAVING = 10_000; // ms that leaving may wait

let persona = "";
const settings = connectSettings({ session, controls, config, api, speech });
const choose = () => (continued ? { settings: settings() } : { persona: controls.persona, settings: settings() });
new VoiceFigure(document.getElementById("figure"), [
  { property: "--voice", read: () => meters.read("speech") },
  { property: "--person", read: () => (session.isMuted ? null : meters.read("microphone")) },
]);

controls.addEventListener("start", ({ detail }) => {
  if (session.isActive || !detail) return;
  persona = detail;
  if (!continued) captions.clear();
  meters.start();
  session.start(choose());
});
controls.addEventListener("intent", () => session.expect(choose()));
controls.addEventListener("end", () => session.end());

session.addEventListener("state", ({ detail }) => {
  controls.showState(detail, session);
  if (detail.state === "connecting") wakeLock.hold();
  if (detail.state !== "ended") return;
  wakeLock.release();
  speech.srcObject = null;
});
session.addEventListener("conversation", ({ detail }) => captions.show(detail, personaNames.get(persona)));
session.addEventListener("problem", ({ detail }) => controls.showProblem(detail));
session.addEventListener("speech", ({ detail }) => {
  speech.srcObject = detail;
  meters.watch("speech", detail);
});
connectConnection({ session, panel: connection });
connectDevices({ session, devices, meters, speech });
connectPreflight({ session, devices, controls });
connectTalking({ session, controls });
connectSounds({ session, controls, speech });
connectEvents(wire);
connectLimits(session);
connectNumbers({ session, prices: config.prices });
useShortcuts();

// Before a page is put away for ever, or for the back button: the call does not outlive it.
addEventListener("pagehide", () => session.leave());
new BroadcastChannel("account").addEventListener("message", () => session.end("signed_out"));

// What was said last is saved before it is read again, or gone on with.
document.getElementById("notice").addEventListener("click", async (event) => {
  const { href, target } = event.target;
  if (!href || target || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  controls.showSaving();
  await session.drained(SAVING);
  location.assign(href);
});

// Signing out on this very page waits for the last words to be saved.
document.getElementById("sign-out").addEventListener("submit", async (event) => {
  event.preventDefault();
  session.end("signed_out");
  controls.showSaving();
  await session.drained(SAVING);
  event.target.submit();
});
