// What people are told, by code.

import { gettext } from "../i18n.js";

export const STATES = {
  ready: () => gettext("Ready"),
  connecting: () => gettext("Connecting"),
  connected: () => gettext("Connected"),
  reconnecting: () => gettext("Reconnecting"),
  ended: () => gettext("Ended"),
};

const ENDS = {
  signed_out: () => gettext("You signed out, so the call has ended. Sign in again to go on."),
  time_limit: () => gettext("The call has reached its time limit. Start again to go on talking."),
  lost: () => gettext("The connection was lost. What was said until then is kept. Press Start to call again."),
  failed: () => gettext("The call could not be connected. Please press Start to try again."),
};

const ERRORS = {
  microphone_denied: () =>
    gettext("This site may not use your microphone. Allow it in the address bar (the icon beside the address) or in the browser's settings, then press Start again."),
  microphone_missing: () =>
    gettext("No microphone was found. Plug one in or switch it on, then press Start again."),
  microphone_busy: () =>
    gettext("The microphone did not open: another program may be using it. Close that program, then press Start again."),
  microphone_unsupported: () =>
    gettext("This browser cannot use a microphone. Please open the site in a current Chrome, Edge, Firefox or Safari."),
  insecure_origin: () =>
    gettext("A browser gives its microphone only to safe addresses. Open this site at an address that begins with https:// or at localhost."),
  site_unreachable: () =>
    gettext("This site cannot be reached. Check your connection, then press Start again."),
  site_timeout: () => gettext("This site took too long to answer. Please press Start to try again."),
  site_failed: () => gettext("This site made a mistake. Please press Start to try again in a minute."),
  service_unreachable: () =>
    gettext("The voice service cannot be reached from this browser. Check your connection or firewall, then press Start again."),
  service_failed: () =>
    gettext("The voice service did not take the call. Please press Start to try again in a minute."),
  offer_refused: () =>
    gettext("The voice service refused the key of this call; it may have grown too old. Press Start for a fresh one."),
  service_silent: () =>
    gettext("The voice service took the call but says nothing. Please press Start to try again in a minute."),
  answer_nonsense: () =>
    gettext("The voice service gave an answer that makes no sense. Please press Start to try again in a minute."),
  connection_blocked: () =>
    gettext("The voice connection did not open: a firewall may be in its way. Try another network, then press Start again."),
};

/** Write a time in whole seconds: 83 → “1:23”. */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Say why a call ended, or "" when nothing needs to be said. */
export function endWords(reason, error) {
  if (!error) return ENDS[reason]?.() ?? "";
  return error.forPerson || (ERRORS[error.code] ?? ENDS.failed)();
}

/** Say what the provider reported. Its own words, which are English, come last. */
export function problemWords({ message }) {
  const text = gettext("The voice service reported a problem; the call goes on.");
  return message ? `${text} (${message})` : text;
}

export const connectionWords = {
  microphone: () => gettext("Waiting for the microphone. If the browser asks, please allow it."),
  key: () => gettext("Waiting for this site to prepare the call …"),
  answer: () => gettext("Waiting for the voice service to answer …"),
  connection: () => gettext("Waiting for the voice connection to open …"),
  fallback: () => gettext("This network blocks WebRTC, so the call goes over a WebSocket."),
};

export const captionMarks = {
  listening: () => gettext("listening …"),
  writing: () => gettext("being written down …"),
  failed: () => gettext("could not be written down"),
  interrupted: () => gettext("interrupted"),
};
