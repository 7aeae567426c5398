// The events of a call as they went over the wire, the newest kept. Pure, apart from the clock.

const MOST = 2_000; // events
const MOST_BYTES = 4_000_000;
const SOUND = /"((?:audio|delta)":")[A-Za-z0-9+/=]{200,}"/g;

/**
 * @typedef {object} Entry
 * @property {string} at  ISO 8601
 * @property {"sent"|"received"} direction
 * @property {string} type  of the event
 * @property {number} bytes  on the wire
 * @property {string} text  the JSON; sound in it is left out
 */

export class EventLog {
  #entries = [];
  #kept = 0; // bytes

  /** Keep an event that was sent or received as `text`. */
  add(direction, text) {
    const bytes = new TextEncoder().encode(text).length;
    const short = text.replace(SOUND, '"$1…"');
    const entry = { at: new Date().toISOString(), direction, type: typeOf(short), bytes, text: short };
    this.#entries.push(entry);
    this.#kept += short.length;
    while (this.#entries.length > MOST || this.#kept > MOST_BYTES) this.#kept -= this.#entries.shift().text.length;
  }

  clear() {
    this.#entries = [];
    this.#kept = 0;
  }

  /** Of the newest entries those in which all words of a filter stand, oldest first. */
  matching(filter, newest = MOST) {
    return this.#entries.slice(-newest).filter(matcher(filter));
  }
}

/** Give a test of entries: all words must stand in the direction, the type or the JSON. */
function matcher(filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ direction, text }) => words.every((word) => direction.includes(word) || text.toLowerCase().includes(word));
}

/** One JSON object a line: `{at, direction, bytes, event}`. */
export const toJsonLines = (entries) =>
  entries.map(({ at, direction, bytes, text }) => `${JSON.stringify({ at, direction, bytes, event: parsed(text) })}\n`).join("");

/** The event for a reader: indented. */
export const indented = ({ text }) => {
  const event = parsed(text);
  return typeof event === "string" ? event : JSON.stringify(event, null, 2);
};

function typeOf(text) {
  const { type } = parsed(text) ?? {};
  return typeof type === "string" ? type : "?";
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text; // what is no JSON is shown as it came
  }
}
