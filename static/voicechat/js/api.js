// The site's own JSON endpoints.

import { CallError } from "./errors.js";

const START_TIMEOUT = 45_000; // ms; the server gives up on the provider before that, after two tries
const POST_TIMEOUT = 20_000;

export class Api {
  #callsUrl;

  constructor(callsUrl) {
    this.#callsUrl = callsUrl;
  }

  /** Mint a key for a call as chosen, `{persona, settings}`; resolves to the body of `StartedCall`. */
  startCall(choice, signal) {
    const timeout = AbortSignal.timeout(START_TIMEOUT);
    return post(this.#callsUrl, choice, { signal: AbortSignal.any([signal, timeout]) });
  }

  /** Have the site compose what a session is to be changed to; resolves to `{session}`. */
  changeSettings(url, settings) {
    return post(url, settings, { signal: AbortSignal.timeout(POST_TIMEOUT) });
  }

  /** The same ahead of a start that may not come; resolves to null where there are enough unused. */
  reserveCall(choice) {
    return post(`${this.#callsUrl}/reserved`, choice, { signal: AbortSignal.timeout(POST_TIMEOUT) });
  }

  /** Store a batch of records; with `keepalive` it outlives the page (64 KB at most). */
  postRecords(url, batch, { keepalive = false } = {}) {
    const signal = keepalive ? undefined : AbortSignal.timeout(POST_TIMEOUT);
    return post(url, batch, { keepalive, signal });
  }
}

async function post(url, body, options) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify(body),
      ...options,
    });
  } catch (cause) {
    throw new CallError(cause.name === "TimeoutError" ? "site_timeout" : "site_unreachable", { cause });
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  const error = answer?.error ?? {};
  throw new CallError(error.code ?? "site_failed", {
    message: error.message,
    retryAfter: error.retry_after,
    status: response.status,
  });
}

// Read anew each time: signing in, in another tab too, changes it.
function csrfToken() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
}
