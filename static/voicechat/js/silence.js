// Notices a microphone that gives nothing at all. Pure.

const NEVER_HEARD = 4_000; // ms of pure silence from the start
const WAS_HEARD = 10_000; // ms; some headsets send nothing between two sentences

/** The state before the first sample. */
export const unheard = Object.freeze({ since: null, wasHeard: false, isSilent: false });

/**
 * Give the state after a sample.
 * @param {{at: number, isOpen: boolean, peak: number}} sample  `at` in ms; `isOpen` is false while
 *   the person has muted it or nothing can be measured; a `peak` of 0 is no sound whatever: even
 *   a quiet room makes some
 */
export function listen({ since, wasHeard }, { at, isOpen, peak }) {
  if (!isOpen) return { since: null, wasHeard, isSilent: false };
  if (peak > 0) return { since: null, wasHeard: true, isSilent: false };
  since ??= at;
  return { since, wasHeard, isSilent: at - since >= (wasHeard ? WAS_HEARD : NEVER_HEARD) };
}
