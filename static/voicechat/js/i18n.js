// The words of the page in the reader's language: Django's catalogue, loaded before the modules.

export const gettext = (text) => globalThis.gettext(text);

/** Fill `%(name)s` in a translated text. */
export const fill = (text, values) => globalThis.interpolate(text, values, true);
