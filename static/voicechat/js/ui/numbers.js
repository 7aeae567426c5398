// The numbers of a call: a quiet line, and the details in the panel.

import { fill, gettext } from "../i18n.js";
import { clock } from "./words.js";

const byId = (id) => document.getElementById(id);
const LANGUAGE = document.documentElement.lang;
const dollars = new Intl.NumberFormat(LANGUAGE, { style: "currency", currency: "USD", maximumFractionDigits: 4 });
const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat(LANGUAGE, { style: "percent", maximumFractionDigits: 1 });
const tenths = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const QUALITY = {
  good: () => [gettext("Good"), gettext("Connection good")],
  fair: () => [gettext("Fair"), gettext("Connection fair")],
  poor: () => [gettext("Poor"), gettext("Connection poor")],
};
const seconds = (ms) => fill(gettext("%(seconds)s s"), { seconds: tenths.format(ms / 1_000) });
const milliseconds = (ms) => fill(gettext("%(number)s ms"), { number: whole.format(ms) });

byId("numbers-line").addEventListener("click", () => {
  requestAnimationFrame(() => byId("numbers").scrollIntoView()); // the panel is open by then
});

/**
 * Show all numbers; what is not known is null.
 * @param {{elapsed: number, left: number, replies: number[], connection: ?object, totals: object, cost: ?number}} numbers
 *   `elapsed` and `left` in seconds, `replies` in ms, `connection` as statistics.judge gives it
 */
export function showNumbers({ elapsed, left, replies, connection, totals, cost }) {
  const [word, phrase] = connection ? QUALITY[connection.quality]() : ["", ""];
  const last = replies.length ? seconds(replies.at(-1)) : "";
  const mean = replies.length ? seconds(replies.reduce((sum, ms) => sum + ms, 0) / replies.length) : "";
  const price = cost === null ? "" : dollars.format(cost);
  const line = [phrase, last && fill(gettext("reply after %(time)s"), { time: last }), cost ? price : ""];
  byId("numbers-line").textContent = line.filter(Boolean).join(" · ");
  byId("numbers-line").dataset.quality = connection?.quality ?? "";
  show("time", fill(gettext("%(elapsed)s, %(left)s left"), { elapsed: clock(elapsed), left: clock(Math.floor(left)) }));
  show("reply", last && fill(gettext("%(last)s, on average %(mean)s"), { last, mean }));
  show("connection", word || gettext("not measured"));
  show("round-trip", connection ? milliseconds(connection.roundTrip) : "");
  show("loss", connection ? percent.format(connection.loss) : "");
  show("jitter", connection ? milliseconds(connection.jitter) : "");
  showTokens(totals);
  show("cost", price);
}

function showTokens({ response, transcription }) {
  const sum = (part) => whole.format((response[`audio_${part}`] ?? 0) + (response[`text_${part}`] ?? 0));
  const values = { input: sum("input"), cached: sum("cached"), output: sum("output") };
  show("tokens", fill(gettext("%(input)s in (%(cached)s cached), %(output)s out"), values));
  const written = (transcription.audio_input ?? 0) + (transcription.text_input ?? 0) + (transcription.text_output ?? 0);
  const timed = transcription.seconds ? seconds(transcription.seconds * 1_000) : "";
  show("transcription", timed || (written ? fill(gettext("%(count)s tokens"), { count: whole.format(written) }) : ""));
}

function show(name, text) {
  byId(`number-${name}`).textContent = text || "–";
}
