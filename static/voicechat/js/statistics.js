// Reports of RTCPeerConnection.getStats() → how good the connection is. Pure.

// The worst that still bears the name: round trip and jitter in ms, loss as a part of 1. Above
// some 300 ms people begin to talk at the same time; Opus hides a few lost packets in a hundred.
const GOOD = { roundTrip: 250, loss: 0.02, jitter: 30 };
const FAIR = { roundTrip: 500, loss: 0.08, jitter: 80 };

/** Pick what matters from RTCStats; null while nothing is known. */
export function sample(reports) {
  const find = (type, fits = () => true) => reports.find((report) => report.type === type && fits(report));
  const isAudio = ({ kind }) => kind === "audio";
  const pair = find("candidate-pair", ({ nominated, state }) => nominated && state === "succeeded");
  const inbound = find("inbound-rtp", isAudio);
  const remote = find("remote-inbound-rtp", isAudio); // what the other side says of our sound
  const roundTrip = ms(pair?.currentRoundTripTime ?? remote?.roundTripTime);
  if (roundTrip === null) return null;
  return {
    roundTrip,
    jitter: ms(inbound?.jitter) ?? 0,
    received: inbound?.packetsReceived ?? 0,
    lost: inbound?.packetsLost ?? 0,
    lossThere: remote?.fractionLost ?? 0,
  };
}

/** Judge the connection by its last samples, from old to new: "good", "fair" or "poor", and why. */
export function judge(samples) {
  const [first, last] = [samples[0], samples.at(-1)];
  const lost = Math.max(0, last.lost - first.lost); // packets that come late are counted back
  const lossHere = lost ? lost / (lost + last.received - first.received) : 0;
  const figures = { roundTrip: last.roundTrip, jitter: last.jitter, loss: Math.max(lossHere, last.lossThere) };
  const isWithin = (limits) => Object.entries(limits).every(([name, limit]) => figures[name] <= limit);
  return { ...figures, quality: isWithin(GOOD) ? "good" : isWithin(FAIR) ? "fair" : "poor" };
}

const ms = (seconds) => (Number.isFinite(seconds) ? seconds * 1_000 : null);
