// Counts what is open in a page: `live()` gives each kind with how many of it there are.
(() => {
  const kinds = {
    RTCPeerConnection: (peer) => peer.signalingState !== "closed",
    WebSocket: (socket) => socket.readyState !== WebSocket.CLOSED,
    AudioContext: (context) => context.state !== "closed",
    track: (track) => track.readyState === "live",
  };
  const opened = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  const note = (kind, one) => opened[kind].push(new WeakRef(one)); // a count keeps nothing alive
  for (const kind of ["RTCPeerConnection", "WebSocket", "AudioContext"]) {
    globalThis[kind] = new Proxy(globalThis[kind], {
      construct(target, parts, newTarget) {
        const one = Reflect.construct(target, parts, newTarget);
        note(kind, one);
        return one;
      },
    });
  }
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    for (const track of stream.getTracks()) note("track", track);
    return stream;
  };
  const timers = { interval: new Set(), timeout: new Set() };
  const { setInterval, clearInterval, setTimeout, clearTimeout } = globalThis;
  globalThis.setInterval = (...parts) => {
    const id = setInterval(...parts);
    timers.interval.add(id);
    return id;
  };
  globalThis.setTimeout = (task, ...parts) => {
    const ring = (...given) => {
      timers.timeout.delete(id);
      task(...given);
    };
    const id = setTimeout(ring, ...parts);
    timers.timeout.add(id);
    return id;
  };
  // Either ends both kinds, as the browser has it.
  const forget = (id) => Object.values(timers).forEach((pending) => pending.delete(id));
  globalThis.clearInterval = (id) => forget(id) || clearInterval(id);
  globalThis.clearTimeout = (id) => forget(id) || clearTimeout(id);
  globalThis.live = () => ({
    ...Object.fromEntries(
      Object.entries(kinds).map(([kind, isOpen]) => [
        kind,
        opened[kind].map((ref) => ref.deref()).filter((one) => one && isOpen(one)).length,
      ]),
    ),
    interval: timers.interval.size,
    timeout: timers.timeout.size,
  });
})();
