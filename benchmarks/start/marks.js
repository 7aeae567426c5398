// Notes when each step of a start was done, for whichever page it is: ms from the press on Start.

globalThis.marks = {};
const note = (name) => {
  marks[name] ??= performance.now();
  dispatchEvent(new Event("noted"));
};

const ask = globalThis.fetch;
globalThis.fetch = async (url, options) => {
  const isKey = options?.method === "POST" && /\/api\/calls(\/reserved)?$/.test(url);
  const isOffer = options?.headers?.["Content-Type"] === "application/sdp";
  if (isOffer) note("offer");
  const answer = await ask(url, options);
  if (isKey) note("key");
  if (isOffer) note("answer");
  return answer;
};

// A microphone that is a file opens at once; a real one takes its time.
const media = MediaDevices.prototype;
const open = media.getUserMedia;
media.getUserMedia = async function (wanted) {
  const stream = await open.call(this, wanted);
  await new Promise((resolve) => setTimeout(resolve, globalThis.microphoneMs));
  note("microphone");
  return stream;
};

const { createDataChannel } = RTCPeerConnection.prototype;
RTCPeerConnection.prototype.createDataChannel = function (...parts) {
  const channel = createDataChannel.apply(this, parts);
  channel.addEventListener("open", () => note("channel open"));
  channel.addEventListener("message", () => note("session.created"), { once: true });
  return channel;
};

const isDone = () => marks["session.created"] && marks.microphone; // which may come last
const done = new Promise((resolve) => addEventListener("noted", () => isDone() && resolve()));

/** Press Start now; gives the marks once the session is there. */
globalThis.press = async () => {
  const pressed = performance.now();
  document.getElementById("start").click();
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("No session.")), 30_000));
  await Promise.race([done, late]);
  return Object.fromEntries(Object.entries(marks).map(([name, at]) => [name, at - pressed]));
};
