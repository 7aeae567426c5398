// Connects the devices with the call that uses them and with the panel that shows them.

import { nameOf } from "../devices.js";
import { listen, unheard } from "../silence.js";
import { DevicePanel } from "../ui/devices.js";

const SAMPLE = 500; // ms between two looks at whether the microphone gives anything

export function connectDevices({ session, devices, meters, speech }) {
  const panel = new DevicePanel();
  let microphone = null; // the stream in use, by a call or by the trial
  let trial = null; // what ends a trial of the microphone before a call
  let silence = unheard;
  let timer = null;
  let frame = null;

  devices.addEventListener("change", () => {
    panel.showDevices(devices);
    route();
  });
  devices.addEventListener("taken", ({ detail: { stream, lost } }) => {
    panel.sayTaken(lost, nameOf(stream));
    session.replaceMicrophone(stream);
  });
  devices.addEventListener("gone", ({ detail }) => panel.sayGone(detail, true));
  panel.addEventListener("choose", ({ detail: { kind, deviceId } }) => devices.choose(kind, deviceId));
  panel.addEventListener("try", () => (trial ? trial.abort() : tryMicrophone()));
  panel.addEventListener("toggle", () => {
    if (!panel.isOpen) trial?.abort();
    drawLevel();
  });
  session.addEventListener("microphone", ({ detail }) => {
    microphone = detail;
    silence = unheard;
    timer ??= setInterval(checkSilence, SAMPLE);
    devices.watch(detail);
    meters.watch("microphone", detail);
    drawLevel();
  });
  session.addEventListener("state", ({ detail: { state } }) => {
    if (state === "connecting") trial?.abort();
    panel.showTrying(false, session.isActive);
    if (state === "ended") release();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !session.isActive) return;
    meters.resume();
    if (speech.paused && speech.srcObject) speech.play().catch(() => {});
  });

  function release() {
    clearInterval(timer);
    timer = microphone = null;
    devices.watch(null);
    panel.sayNothing();
    meters.close();
  }

  /** Open the microphone for its level alone, until the panel closes or a call begins. */
  async function tryMicrophone() {
    const { signal } = (trial = new AbortController());
    meters.start();
    panel.showTrying(true, false);
    let stream = null;
    const stop = () => {
      trial = null;
      for (const track of stream?.getTracks() ?? []) track.stop();
      panel.showTrying(false, session.isActive);
      if (session.isActive) return;
      microphone = null;
      meters.close();
    };
    signal.addEventListener("abort", stop);
    try {
      stream = await devices.open();
    } catch (error) {
      if (!signal.aborted) trial.abort();
      return panel.sayGone(error, false);
    }
    if (signal.aborted) return stream.getTracks().forEach((track) => track.stop());
    panel.sayNothing();
    microphone = stream;
    meters.watch("microphone", stream);
    drawLevel();
  }

  function checkSilence() {
    const peak = meters.peak("microphone");
    const [track] = microphone.getAudioTracks();
    const isOpen = peak !== null && track.enabled && track.readyState === "live" && session.state === "connected";
    const { isSilent: before } = silence;
    silence = listen(silence, { at: performance.now(), isOpen, peak });
    if (silence.isSilent && !before) panel.saySilent(nameOf(microphone));
    if (!silence.isSilent && before) panel.sayNothing();
  }

  function drawLevel() {
    cancelAnimationFrame(frame);
    const levels = microphone && meters.read("microphone");
    panel.showLevel(levels ? Math.max(...levels) : 0);
    if (levels && panel.isOpen) frame = requestAnimationFrame(drawLevel);
  }

  /** Play through the chosen speaker while it is there. */
  function route() {
    const { chosen, speakers } = devices;
    const id = speakers.some(({ deviceId }) => deviceId === chosen.speaker) ? chosen.speaker : "";
    if (speech.setSinkId && speech.sinkId !== id) speech.setSinkId(id).catch(() => {});
  }
}
