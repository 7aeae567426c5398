// What a call has used and how quickly it answers, from its events. Pure.

import { usageRecord } from "./protocol.js";

const MILLION = 1_000_000;
const MINUTE = 60; // seconds

/**
 * The state before the first event: usage records by their ids, the models that talk and transcribe, the
 * time from the end of speech to the first sound of the reply (the last one and all of them, in ms).
 */
export const nothing = Object.freeze({ model: "", transcriber: "", usage: new Map(), stoppedAt: null, replyMs: null, replies: [] });

/** Give the state after an event that came at a time in ms, by any clock. */
export function count(numbers, event, at) {
  const usage = usageRecord(event);
  if (usage) return { ...numbers, usage: new Map(numbers.usage).set(usage.kind + usage.provider_id, usage) };
  return { ...numbers, ...HANDLERS[event.type]?.(numbers, event, at) };
}

const started = ({ stoppedAt, replies }, _, at) => {
  if (stoppedAt === null) return {}; // the reply to a typed message, or more of the same reply
  const replyMs = at - stoppedAt;
  return { stoppedAt: null, replyMs, replies: [...replies, replyMs] };
};

const HANDLERS = {
  "session.created": (_, { session }) => ({ model: session.model, transcriber: session.audio?.input?.transcription?.model }),
  "input_audio_buffer.speech_started": () => ({ stoppedAt: null }),
  "input_audio_buffer.speech_stopped": (_, event, at) => ({ stoppedAt: at }),
  // With push to talk nobody else says when the person has finished.
  "input_audio_buffer.committed": ({ stoppedAt }, event, at) => ({ stoppedAt: stoppedAt ?? at }),
  "output_audio_buffer.started": started,
};

/** Add up the tokens of all responses and transcriptions, by kind; `seconds` of what is billed by time. */
export function totals({ usage }) {
  const sum = { response: {}, transcription: {} };
  for (const { kind, provider_id, ...amounts } of usage.values()) {
    for (const [name, amount] of Object.entries(amounts)) sum[kind][name] = (sum[kind][name] ?? 0) + amount;
  }
  return sum;
}

/**
 * Give the cost of such totals in US dollars, by price lists as voicechat/realtime/prices.py has them, which
 * keeps the books; or null where that of the responses is not known.
 */
export function cost({ response, transcription }, { model, transcriber }, prices) {
  const talked = amount(response, prices[model]);
  return talked === null ? null : talked + (amount(transcription, prices[transcriber]) ?? 0);
}

function amount(used, prices) {
  if (!prices) return null;
  let dollars = 0;
  for (const [kind, count] of Object.entries(used)) {
    const price = kind === "seconds" ? (prices.per_minute * MILLION) / MINUTE : prices[kind];
    const billed = count - (kind.endsWith("_input") ? (used[kind.replace("input", "cached")] ?? 0) : 0);
    if (billed && !(price >= 0)) return null;
    if (billed) dollars += billed * price;
  }
  return dollars / MILLION;
}
