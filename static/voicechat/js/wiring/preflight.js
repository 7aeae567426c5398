// Connects the look before a call with the devices, the session and the line under Start.

import { Preflight } from "../preflight.js";

export function connectPreflight({ session, devices, controls }) {
  const preflight = new Preflight(devices);
  let verdict = "";
  let said = ""; // what the notice says already
  preflight.addEventListener("change", ({ detail }) => {
    verdict = detail;
    show();
  });
  session.addEventListener("state", ({ detail: { state, error } }) => {
    if (error?.code === "microphone_denied") preflight.denied();
    said = error?.code ?? "";
    show();
  });

  function show() {
    controls.showPreflight(verdict, !session.isActive && verdict !== said);
  }
}
