// The words of the page in the reader's language, from a catalogue that is loaded before the modules.

const { catalog, form } = globalThis.words;

export const gettext = (text) => catalog[text] ?? text;

export const ngettext = (one, many, count) => (catalog[one] ?? [one, many])[form(count)];

/** Fill `%(name)s` in a translated text. */
export const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
