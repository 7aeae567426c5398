// What can stop a call, as one class with a code; what people are told stands in ui/words.js.

const PASSING = [408, 425, 429]; // of the 4xx
const FINAL = [
  ...["key_refused", "model_unknown", "session_refused", "quota_exhausted"], // of the 5xx
  ...["microphone_denied", "microphone_missing", "microphone_busy", "microphone_unsupported"],
];

export class CallError extends Error {
  /**
   * @param {string} code  which failure, as in ui/words.js or from the site's own endpoints
   * @param {{message?: string, retryAfter?: number|null, status?: number, cause?: unknown}} [more]
   *   `message` is for the person, already in their language; `retryAfter` is in seconds
   */
  constructor(code, { message = "", retryAfter = null, status = 0, cause } = {}) {
    super(message || code, { cause });
    this.code = code;
    this.forPerson = message;
    this.retryAfter = retryAfter;
    this.status = status;
  }

  /** Whether trying again may help. */
  get mayPass() {
    return !FINAL.includes(this.code) && (this.status < 400 || this.status >= 500 || PASSING.includes(this.status));
  }
}
