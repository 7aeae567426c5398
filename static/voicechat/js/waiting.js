// Waiting, with an end to it, and nothing left behind.

import { CallError } from "./errors.js";

/** Wait for a promise, for `ms` at most and only until `signal` aborts; then a CallError of `code`. */
export async function within(ms, signal, code, promise) {
  let fail;
  const over = new Promise((_, reject) => {
    fail = () => reject(new CallError(code));
  });
  const timer = setTimeout(fail, ms);
  signal.addEventListener("abort", fail);
  if (signal.aborted) fail();
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", fail);
  }
}

/** Resolves to the next event of a type for which `holds`. */
export function next(target, type, holds = () => true) {
  return new Promise((resolve) => {
    const look = (event) => {
      if (!holds(event)) return;
      target.removeEventListener(type, look);
      resolve(event);
    };
    target.addEventListener(type, look);
  });
}

/** Wait for `ms`; less when `signal` aborts, or when the page emits an event of the type `wake`. */
export function pause(ms, signal, wake = "") {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
    addEventListener(wake, done);
    if (signal.aborted) done();

    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      removeEventListener(wake, done);
      resolve();
    }
  });
}
