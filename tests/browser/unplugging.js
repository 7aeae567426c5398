// Makes devices come and go: `plugs.out(deviceId)` pulls one as the browser would tell it, and
// `plugs.in(deviceId)` brings it back; `plugs.open()` are the tracks that are live. Devices that are out are neither listed nor opened.
const media = navigator.mediaDevices;
const list = media.enumerateDevices.bind(media);
const open = media.getUserMedia.bind(media);
const out = new Set();
const tracks = new Set();
const changed = () => media.dispatchEvent(new Event("devicechange"));

media.enumerateDevices = async () => (await list()).filter(({ deviceId }) => !out.has(deviceId));
media.getUserMedia = async (wishes) => {
  const there = (await media.enumerateDevices()).filter(({ kind }) => kind === "audioinput");
  if (!there.length) throw new DOMException("unplugged", "NotFoundError");
  const wanted = wishes.audio.deviceId?.ideal;
  const found = there.find(({ deviceId }) => deviceId === wanted) ?? there[0];
  const stream = await open({ audio: { ...wishes.audio, deviceId: found.deviceId ? { exact: found.deviceId } : undefined } });
  for (const track of stream.getTracks()) tracks.add(track);
  return stream;
};
globalThis.plugs = {
  out(...ids) {
    for (const id of ids) out.add(id);
    for (const track of tracks) {
      if (!ids.includes(track.getSettings().deviceId)) continue;
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
    changed();
  },
  open: () => [...tracks].filter(({ readyState }) => readyState === "live").map(({ label, enabled }) => ({ label, enabled })),
  in(...ids) {
    for (const id of ids) out.delete(id);
    changed();
  },
};
