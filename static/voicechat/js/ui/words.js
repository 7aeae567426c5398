// What people are told, by code.

import { browserOf } from "../browser.js";
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
  time_limit: () => gettext("The call has reached its time limit. What was said is kept, and you can go on with it."),
  lost: () => gettext("The connection was lost and did not come back. What was said until then is kept; go on with it as soon as you are connected again."),
  failed: () => gettext("The call could not be connected. Please press Start to try again."),
};

// Where a browser gives a permission back.
const PERMISSION = {
  chromium: () => gettext("Click the icon to the left of the address, switch Microphone on, then press Start again."),
  firefox: () => gettext("Click the crossed-out microphone beside the address, remove the block, then press Start again."),
  safari: () => gettext("In the menu, choose Safari › Settings for This Website, allow Microphone, then press Start again."),
  ios: () => gettext("Open the page menu beside the address, then Website Settings, and allow Microphone. Look into the Settings app, too: your browser needs it there."),
  android: () => gettext("Tap the icon to the left of the address, then Permissions, allow Microphone, then press Start again."),
};

const ERRORS = {
  microphone_denied: () =>
    `${gettext("This site may not use your microphone.")} ${PERMISSION[browserOf(navigator)]()}`,
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

/** Say why a sample of a voice is not heard. */
export const sampleWords = ({ forPerson }) => forPerson || gettext("The sample cannot be played. Please try again in a minute.");

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
  lost: () => gettext("Nobody hears you until the connection is back."),
  expires: () => gettext("The voice service ends this call at %(time)s. At a pause before that, another one goes on from here."),
  further: () => gettext("Another call has taken over and knows what was said."),
  forgotten: () => gettext("The conversation is long: the voice no longer remembers the oldest %(count)s lines."),
  fallback: () => gettext("This network blocks WebRTC, so the call goes over a WebSocket."),
};

/** Say how things stand before a call, by a verdict of the preflight. */
export function preflightWords(verdict) {
  if (verdict === "fine") return gettext("Microphone, permission and connection are fine.");
  if (verdict === "asks") return gettext("Microphone and connection are fine. Your browser will ask for permission when you press Start.");
  return ERRORS[verdict]();
}

export const captionMarks = {
  listening: () => gettext("listening …"),
  writing: () => gettext("being written down …"),
  failed: () => gettext("could not be written down"),
  interrupted: () => gettext("interrupted"),
};
