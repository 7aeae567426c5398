// Where keys are for writing or belong to the browser, they are no commands.

const FIELDS = "input:not([type=radio], [type=checkbox], [type=range], [type=button]), textarea, select, [contenteditable]";

/** Whether a key goes into a field or a dialog, or is part of the browser's own shortcuts. */
export function isTyping(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return event.target.closest?.(`${FIELDS}, dialog[open]`) != null;
}
