// What can stop a call, as one class with a code; what people are told stands in ui/words.js.

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
}
