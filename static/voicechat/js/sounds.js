// Short sounds for what happens in a call, for those who do not look at the page.

const NOTE = 0.12; // s
const LOUDNESS = 0.1; // of the most there is: -20 dB

/** Frequencies of the notes, in Hz: up is better, down is worse. */
export const SOUNDS = {
  connected: [440, 660],
  muted: [440, 330],
  unmuted: [330, 440],
  reconnecting: [330, 330],
  ended: [660, 440],
  failed: [330, 262, 196],
};

/** Play one, at the speaker that `sinkId` names. */
export function play(name, sinkId) {
  const context = new AudioContext(sinkId ? { sinkId } : {});
  const gain = new GainNode(context, { gain: 0 });
  const tone = new OscillatorNode(context);
  tone.connect(gain).connect(context.destination);
  SOUNDS[name].forEach((frequency, number) => {
    const start = context.currentTime + number * NOTE;
    tone.frequency.setValueAtTime(frequency, start);
    gain.gain.setTargetAtTime(LOUDNESS, start, 0.01);
    gain.gain.setTargetAtTime(0, start + NOTE * 0.7, 0.02);
  });
  tone.addEventListener("ended", () => context.close());
  tone.start();
  tone.stop(context.currentTime + (SOUNDS[name].length + 1) * NOTE);
}
