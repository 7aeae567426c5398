// What is posted back of a conversation, made from its state. Pure.

const MAX_TEXT = 20_000; // characters that the server takes for one turn

/**
 * Whether a turn can be stored: its words are settled, and its place is certain. Not earlier,
 * because of two reports that a reply was cut off the server keeps the longer one.
 */
export const isFinished = (item) => item.role !== "hidden" && item.kept && item.settled && item.position !== null;

/** The record of a turn, in the shape of the site's `TurnIn`. */
export function turnRecord(item) {
  return {
    item_id: item.id,
    position: item.position,
    role: item.role,
    state: item.state,
    text: item.text.slice(0, MAX_TEXT).toWellFormed(), // half a character could not be stored
    start_ms: whole(item.startMs),
    end_ms: whole(item.endMs),
  };
}

const whole = (ms) => (Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : null);
