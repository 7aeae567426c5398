// The site's own JSON endpoints.

import { CallError } from "./errors.js";

const START_TIMEOUT = 45_000; // ms; the server gives up on the provider before that, after two tries
const POST_TIMEOUT = 20_000;
const ANSWER_TIMEOUT = 15_000;

export class Api {
  #callsUrl;

  constructor(callsUrl) {
    this.#callsUrl = callsUrl;
  }

  /**
   * Ask for a call as chosen, `{persona, settings, over}`; resolves to the body of `StartedCall`.
   * At the address of a conversation's calls, `{settings, after, over}` starts one more in it.
   */
  startCall(choice, signal, url = this.#callsUrl) {
    return post(url, choice, { signal: AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT)]) });
  }

  /**
   * Exchange an offer (SDP) for the answer: with the key of a grant at the voice service, or where
   * there is none through this site. Resolves to `{sdp, callId}`; the site knows the id by itself.
   */
  async exchange({ offer_url: url, client_secret: key }, body, signal) {
    const kind = { "Content-Type": "application/sdp" };
    const request = { method: "POST", body, signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]) };
    const response = key
      ? await askService(url, { headers: { Authorization: `Bearer ${key.value}`, ...kind }, ...request })
      : await ask(url, { headers: { "X-CSRFToken": csrfToken(), ...kind }, ...request });
    return { sdp: await response.text(), callId: (response.headers.get("Location") ?? "").split("/").pop() };
  }

  /** What was said in a conversation until now, as items to be remembered: `{items, left_out}`. */
  async replay(url, signal) {
    return read(await ask(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(POST_TIMEOUT)]) }));
  }

  /** Have the site compose what a session is to be changed to; resolves to `{session}`. */
  changeSettings(url, settings) {
    return post(url, settings, { signal: AbortSignal.timeout(POST_TIMEOUT) });
  }

  /** The same ahead of a start that may not come; resolves to null where there are enough unused. */
  reserveCall(choice) {
    return post(`${this.#callsUrl}/reserved`, choice, { signal: AbortSignal.timeout(POST_TIMEOUT) });
  }

  /** Resolves to the sound of a sample, as the bytes of a file. The browser keeps each language's. */
  async sample(url) {
    const response = await ask(`${url}?${document.documentElement.lang}`, { signal: AbortSignal.timeout(START_TIMEOUT) });
    return response.arrayBuffer();
  }
}

/** Store a batch of an account's records; with `keepalive` it outlives the page (64 KB at most). */
export function postRecords(account, url, batch, { keepalive = false } = {}) {
  const signal = keepalive ? undefined : AbortSignal.timeout(POST_TIMEOUT);
  return post(url, batch, { keepalive, signal }, { "X-Account": account });
}

async function post(url, body, options, headers = {}) {
  const response = await ask(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), ...headers },
    body: JSON.stringify(body),
    ...options,
  });
  return response.status === 204 ? null : read(response);
}

async function read(response) {
  const answer = await response.json().catch(() => null);
  if (!answer) throw new CallError("site_failed", { status: response.status });
  return answer;
}

/** Resolves to a response that is no refusal. */
async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", redirect: "error", ...options });
  } catch (cause) {
    throw new CallError(cause.name === "TimeoutError" ? "site_timeout" : "site_unreachable", { cause });
  }
  if (response.ok) return response;
  const { error = {} } = (await response.json().catch(() => null)) ?? {};
  throw new CallError(error.code ?? "site_failed", {
    message: error.message,
    retryAfter: error.retry_after,
    status: response.status,
  });
}

async function askService(url, request) {
  let response;
  try {
    response = await fetch(url, { credentials: "omit", ...request });
  } catch (cause) {
    throw new CallError("service_unreachable", { cause });
  }
  if (response.ok) return response;
  throw new CallError(response.status === 401 ? "offer_refused" : "service_failed", { status: response.status });
}

// Read anew each time: signing in, in another tab too, changes it.
function csrfToken() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
}
