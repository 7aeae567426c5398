// Sends a form's data as the form would, but stays on the page.

import { gettext } from "../i18n.js";

const TIMEOUT = 20_000; // ms

/** Resolves to the answer's JSON; rejects with an error whose message is for the person. */
export async function send(url, data) {
  let response;
  try {
    const options = { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error" };
    response = await fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT) });
  } catch {
    throw new Error(gettext("The site cannot be reached."));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error?.message ?? gettext("The site could not save it."));
  return answer;
}
