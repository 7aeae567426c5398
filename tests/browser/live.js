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
  const ticking = new Set();
  const { setInterval, clearInterval } = globalThis;
  globalThis.setInterval = (...parts) => {
    const id = setInterval(...parts);
    ticking.add(id);
    return id;
  };
  globalThis.clearInterval = (id) => {
    ticking.delete(id);
    clearInterval(id);
  };
  globalThis.live = () => ({
    ...Object.fromEntries(
      Object.entries(kinds).map(([kind, isOpen]) => [
        kind,
        opened[kind].map((ref) => ref.deref()).filter((one) => one && isOpen(one)).length,
      ]),
    ),
    interval: ticking.size,
  });
})();
