// Which browser this is, for help that fits it. Pure.

/** Give "ios", "android", "firefox", "chromium" or "safari": each has its permissions elsewhere. */
export function browserOf({ userAgent, maxTouchPoints = 0 }) {
  const isTablet = /Macintosh/.test(userAgent) && maxTouchPoints > 1; // an iPad that says it is a Mac
  if (/iPhone|iPad/.test(userAgent) || isTablet) return "ios";
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (/Android/.test(userAgent)) return "android";
  return /Chrome\//.test(userAgent) ? "chromium" : "safari";
}
