// What a call has used and how quickly it answers, from its events. Pure.

import { usageRecord } from "./protocol.js";

const MILLION = 1_000_000;

/**
 * The state before the first event: usage records by their ids, the price list's model, the time
 * from the end of speech to the first sound of the reply (the last one and all of them, in ms).
 */
export const nothing = Object.freeze({ model: "", usage: new Map(), stoppedAt: null, replyMs: null, replies: [] });

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
  "session.created": (_, { session }) => ({ model: session.model }),
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
 * Give the cost of responses in US dollars by a price list in dollars per million tokens, or null
 * where there is none. As voicechat/realtime/prices.py, which keeps the books.
 */
export function cost(tokens, prices) {
  if (!prices) return null;
  let dollars = 0;
  for (const [kind, price] of Object.entries(prices)) {
    const cached = kind.endsWith("_input") ? (tokens[kind.replace("input", "cached")] ?? 0) : 0;
    dollars += ((tokens[kind] ?? 0) - cached) * price;
  }
  return dollars / MILLION;
}
