// How much of a reply that was cut off had been heard. The provider gives no text of that, so the
// transcript is cut by the share of the sound that was played. Pure.

const GENEROSITY = 300; // ms: a word that had begun counts as heard
const words = new Intl.Segmenter(undefined, { granularity: "word" });

/**
 * Give the share, from 0, of a reply's sound that was played; 1 or more for all of it, and while
 * the length of the whole is not known.
 *
 * @param {{startMs?: number, endMs?: number, soundMs?: number, isPlayedOut?: boolean}} response
 * @param {number|undefined} heardMs  as the provider has it
 */
export function heardShare({ startMs, endMs, soundMs, isPlayedOut }, heardMs) {
  if (!soundMs || isPlayedOut) return 1;
  const played = startMs === undefined || endMs === undefined ? 0 : endMs - startMs;
  const heard = Math.max(played, heardMs ?? 0);
  return heard > 0 ? (heard + GENEROSITY) / soundMs : 0;
}

/** Cut a text to a share of it, at the end of a word of its language. */
export function heardPart(text, share) {
  if (share >= 1) return text;
  let end = 0;
  for (const { segment, index } of words.segment(text)) {
    if (index >= text.length * share) break;
    end = index + segment.length;
  }
  return text.slice(0, end).trimEnd();
}
