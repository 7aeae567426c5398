// The conversation as a pure function: (state, event, at) → state.
//
// Items are kept by id and ordered by the chain of their predecessors, because the order in which
// events arrive is not the order of the conversation: a transcript often comes after the reply.
// What is known of an item or a response only ever grows, so that any order of the same events
// ends in the same state.

import { heardPart, heardShare } from "./heard.js";
import { arrange, newPositions } from "./ordering.js";
import { isPast, itemText, soundMs } from "./protocol.js";

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {"user"|"assistant"|"hidden"} role  hidden: a link of the chain that nobody reads
 * @property {string|null|undefined} previous  predecessor; undefined while not known
 * @property {"pending"|"final"|"interrupted"|"failed"} state
 * @property {string} text  of a reply that was interrupted only what was heard
 * @property {number|null} position  orders the items of a call; null while its place is not certain
 * @property {number|null} startMs  from the start of the session
 * @property {number|null} endMs
 * @property {boolean} kept  false for speech that was heard, but not (yet) committed
 * @property {boolean} playing  its sound is heard now
 * @property {boolean} settled  nothing is expected that could change its words, except to cut them
 */

/** The state before anything was said; `changed` are the ids that the last event touched. */
export const empty = Object.freeze({ items: new Map(), responses: new Map(), order: [], changed: [] });

/**
 * Give the state after an event that came `at` so many ms from the start of the session. Events
 * that say nothing of items change nothing.
 */
export function reduce(state, event, at) {
  const { items = [], response } = HANDLERS[event.type]?.(event, at) ?? {};
  if (!items.length && !response) return state.changed.length ? { ...state, changed: [] } : state;
  return settle(learn(state, items, response), items);
}

/**
 * Give the state after the end of the call, when nothing more can come: a reply under way is
 * marked, but keeps the words that were read already; words that are not written down never will
 * be, and sounds that became no turn are dropped.
 */
export function cutOff(state) {
  const items = inOrder(state).filter((item) => !item.settled).map(endOf);
  return settle(learn(state, items), items, true);
}

function endOf({ id, role, kept, state }) {
  if (role === "assistant") return { id, isCut: state === "pending" || undefined, isOver: true };
  return kept ? { id, isFailed: true } : { id, role: "hidden" };
}

/** The items in conversation order. */
export const inOrder = (state) => state.order.map((id) => state.items.get(id));

/** Whether any reply has been heard. */
export const hasSounded = (state) => [...state.responses.values()].some(({ startMs }) => startMs !== undefined);

/** Whether a reply is heard now. */
export const isSounding = (state) => inOrder(state).some((item) => item.playing);

// What each event says: facts of items (by id), and of one response.
const HANDLERS = {
  "input_audio_buffer.speech_started": (e) => user(e.item_id, { startMs: e.audio_start_ms }),
  "input_audio_buffer.speech_stopped": (e) => user(e.item_id, { endMs: e.audio_end_ms }),
  "input_audio_buffer.committed": (e) =>
    user(e.item_id, { previous: e.previous_item_id ?? null, kept: true }),
  "conversation.item.added": placed,
  "conversation.item.done": placed,
  "conversation.item.input_audio_transcription.delta": (e) => user(e.item_id, { delta: e.delta }),
  "conversation.item.input_audio_transcription.completed": (e) =>
    user(e.item_id, { whole: e.transcript, kept: true }),
  "conversation.item.input_audio_transcription.failed": (e) =>
    user(e.item_id, { isFailed: true, kept: true }),
  "response.output_item.added": (e) => (e.item.type === "message" ? assistant(e, { id: e.item.id }) : {}),
  "response.output_audio_transcript.delta": (e) => assistant(e, { delta: e.delta }),
  "response.output_text.delta": (e) => assistant(e, { delta: e.delta }),
  "response.output_audio_transcript.done": (e) => assistant(e, { whole: e.transcript }),
  "response.output_text.done": (e) => assistant(e, { whole: e.text }),
  "response.done": ({ response: { id, status, usage } }) => ({
    response: { id, isDone: true, isCut: status !== "completed" || undefined, soundMs: soundMs(usage) },
  }),
  "output_audio_buffer.started": (e, at) => ({ response: { id: e.response_id, startMs: at } }),
  "output_audio_buffer.stopped": (e, at) => ({ response: { id: e.response_id, endMs: at, isPlayedOut: true } }),
  "output_audio_buffer.cleared": (e, at) => ({ response: { id: e.response_id, endMs: at, isCut: true } }),
  "conversation.item.truncated": (e) => ({
    items: [{ id: e.item_id, role: "assistant", isCut: true, heardMs: e.audio_end_ms }],
  }),
};

const user = (id, facts) => ({ items: [{ id, role: "user", ...facts }] });

const assistant = (e, facts) => ({
  items: [{ id: e.item_id, role: "assistant", response: e.response_id, kept: true, ...facts }],
});

function placed({ item, previous_item_id }, at) {
  if (item.type !== "message" || item.role === "system" || isPast(item)) {
    return { items: [{ id: item.id, role: "hidden", previous: previous_item_id ?? null }] };
  }
  const place = { id: item.id, role: item.role, previous: previous_item_id ?? null, kept: true };
  const isTyped = item.role === "user" && item.content?.some((part) => part.type === "input_text");
  if (isTyped) return { items: [{ ...place, whole: itemText(item), startMs: at }] };
  return { items: [{ ...place, atLeast: itemText(item) }] };
}

/** Add facts to what is known. */
function learn(state, patches, response) {
  const items = new Map(state.items);
  for (const patch of patches) items.set(patch.id, addFacts(items.get(patch.id) ?? blank, patch));
  if (!response) return { ...state, items };
  const responses = new Map(state.responses);
  responses.set(response.id, addTimes(responses.get(response.id), known(response)));
  return { ...state, items, responses, about: response.id };
}

/** The first start and the first end stand. */
function addTimes(before, facts) {
  const both = { ...before, ...facts };
  for (const time of ["startMs", "endMs"]) {
    if (before?.[time] !== undefined) both[time] = Math.min(before[time], both[time]);
  }
  return both;
}

const blank = Object.freeze({
  previous: undefined, state: "pending", text: "", position: null, startMs: null, endMs: null,
  kept: false, playing: false, settled: false, deltas: "", whole: null, atLeast: "",
});

/** What comes twice is learnt once: a first start stands, the longer text, and no delta after the whole. */
function addFacts(item, { delta = "", atLeast = "", startMs, heardMs = 0, ...facts }) {
  return {
    ...item,
    ...known(facts),
    startMs: item.startMs ?? startMs ?? null,
    heardMs: Math.max(item.heardMs ?? 0, heardMs),
    deltas: item.whole === null ? item.deltas + delta : item.deltas,
    atLeast: atLeast.length > item.atLeast.length ? atLeast : item.atLeast,
  };
}

const known = (facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

/** Derive order, positions, texts and states from the facts. */
function settle({ items, responses, order: before, about }, patches, isEnd = false) {
  const touched = new Set(patches.map(({ id }) => id));
  for (const { id, response } of items.values()) if (about && response === about) touched.add(id);
  for (const id of touched) items.set(id, derive(items.get(id), responses));
  const hasMoved = isEnd || patches.some(({ id, previous }) => previous !== undefined || !before.includes(id));
  if (!hasMoved) return { items, responses, order: before, changed: [...touched] };
  const arranged = arrange(items);
  const placed = newPositions(items, arranged.order, isEnd ? arranged.order.length : arranged.certain);
  for (const [id, position] of placed) items.set(id, { ...items.get(id), position });
  const order = arranged.order.filter((id) => items.get(id).role !== "hidden");
  return { items, responses, order, changed: [...new Set([...touched, ...placed.keys()])] };
}

function derive(item, responses) {
  const response = responses.get(item.response) ?? {};
  const isReply = item.role === "assistant";
  const sounded = isReply ? { startMs: response.startMs ?? item.startMs, endMs: response.endMs ?? item.endMs } : {};
  const playing = response.startMs !== undefined && response.endMs === undefined && !item.isCut;
  const longest = item.deltas.length >= item.atLeast.length ? item.deltas : item.atLeast;
  const whole = item.whole ?? longest;
  const state = stateOf(item, response, playing);
  const isShortened = isReply && state === "interrupted" && !item.isOver;
  const text = isShortened ? heardPart(whole, heardShare(response, item.heardMs)) : whole;
  const isTold = !isReply || item.isOver || (response.isDone === true && item.whole !== null);
  return { ...item, ...sounded, playing, text, state, settled: state !== "pending" && isTold };
}

function stateOf(item, response, playing) {
  if (item.role === "user") return item.whole !== null ? "final" : item.isFailed ? "failed" : "pending";
  if (playing) return "pending";
  if (item.isCut || response.isCut) return "interrupted";
  return response.isDone ? "final" : "pending";
}
