// What this browser remembers, where it may: a private window or a strict setting forbids it.

/** Give what was remembered by a name, else `otherwise`. */
export function recall(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // then it is chosen anew the next time
  }
}
