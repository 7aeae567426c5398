// A conversation over calls into whose lines a test speaks itself. `talk(Chain, …)` gives its chain,
// its `lines`, and what is `stored` of each call; the provider ends the first after `EXPIRES`. The
// clock of the page is so many seconds `ahead` of that of the site and the provider. With a
// `refusal` there is no call after the first.
const EXPIRES = 0.4; // s
const NOTHING = { items: [], left_out: 0 };

globalThis.talk = (Chain, { replay = async () => NOTHING, turn_detection = "server_vad", ahead = 0, refusal = null } = {}) => {
  const now = () => Date.now() / 1_000 - ahead;
  const grant = () => ({ replay_url: "replay", settings_url: "settings", seconds_left: 3_600, now: now() });
  let isGranted = false;
  const lines = [], stored = [], said = [];
  class Line extends EventTarget {
    name = "webrtc";
    sent = [];
    isClosed = false;
    number = lines.push(this) - 1;
    prepare(microphone) {
      microphone.then(() => (this.isHeard = true), () => {});
    }
    async open() {
      const session = { expires_at: this.number === 0 ? now() + EXPIRES : null };
      setTimeout(() => this.greet(session));
      return "rtc_1";
    }
    greet(session) {
      this.tell({ type: "session.created", session });
      this.isGreeted = true;
    }
    tell(event) {
      if (!this.isClosed) this.dispatchEvent(new CustomEvent("event", { detail: event }));
    }
    hear(event) {
      if (this.isHeard) this.tell(event);
    }
    begin(id) {
      this.hear({ type: "input_audio_buffer.speech_started", item_id: id, audio_start_ms: 0 });
    }
    commit(id) {
      this.hear({ type: "input_audio_buffer.committed", item_id: id, previous_item_id: null });
    }
    write(id, transcript) {
      this.hear({ type: "conversation.item.input_audio_transcription.completed", item_id: id, transcript });
    }
    send(event) {
      if (!this.isClosed) this.sent.push(event);
    }
    close() {
      this.isClosed = true;
    }
    async replaceMicrophone() {}
  }
  class Records extends EventTarget {
    waiting = 0;
    stored = stored[stored.push({ turns: [] }) - 1];
    addTurn = ({ state, text }) => this.store(() => this.stored.turns.push(`${state}: ${text}`));
    addUsage() {}
    keepUp() {}
    note = (head) => this.store(() => Object.assign(this.stored, head));
    async drained() {}
    flush() {}
    async store(write) {
      this.waiting++;
      await null;
      write();
      this.waiting--;
      this.dispatchEvent(new CustomEvent("change", { detail: { waiting: this.waiting } }));
    }
  }
  const track = { stop() {}, enabled: true };
  const parts = {
    ahead: { take: async () => null },
    api: {
      startCall: async () => {
        if (refusal && isGranted) throw refusal;
        isGranted = true;
        return grant();
      },
      changeSettings: async (url, settings) => ({ session: { ...settings, audio: { output: {} } } }),
      replay,
    },
    openMicrophone: async () => ({ getTracks: () => [track], getAudioTracks: () => [track] }),
    microphonePermission: async () => "granted",
    records: () => new Records(),
    transports: () => [() => new Line()],
    replayUrl: null,
  };
  const chain = new Chain(parts, { settings: { turn_detection } }, (...one) => said.push(one));
  const until = async (holds) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const isReady = () => stored[1]?.provider_call_id; // the second call, which does not listen yet
  const isTakenOver = () => stored[0].end_reason === "rolled_over";
  return { chain, lines, stored, said, until, isReady, isTakenOver };
};
