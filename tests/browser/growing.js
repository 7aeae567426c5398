// Has a transcript grow as it does in a call: `grow(reduce, empty)` gives what adds turns to the log of
// the call page, an event at a time, through the client's own modules.

globalThis.grow = async ({ reduce, empty }) => {
  const { Captions } = await import(`/static/${globalThis.files.paths["voicechat/js/ui/captions.js"]}`);
  const log = document.getElementById("log");
  document.getElementById("call").dataset.state = "connected"; // as the page looks in a call
  const captions = new Captions(log, document.getElementById("follow"));
  const words = "and so the keeper of the lighthouse went up the stairs again, a little slower".split(" ");
  let state = empty, last = null, turns = 0;
  const tell = (event) => {
    state = reduce(state, event, turns * 1_000);
    captions.show(state, "Juniper");
  };
  const events = (number) => {
    const item_id = `item_${number}`, response_id = `resp_${number}`, previous_item_id = last;
    last = item_id;
    const item = { id: item_id, type: "message", role: "assistant", content: [] };
    return [
      { type: "response.created", response: { id: response_id } },
      { type: "conversation.item.added", previous_item_id, item },
      ...words.map((word) => ({ type: "response.output_audio_transcript.delta", item_id, response_id, content_index: 0, delta: `${word} ` })),
      { type: "response.output_audio_transcript.done", item_id, response_id, content_index: 0, transcript: words.join(" ") },
      { type: "response.done", response: { id: response_id, status: "completed", output: [{ ...item, content: [] }] } },
    ];
  };
  const frame = () => new Promise(requestAnimationFrame);
  return {
    /** Add turns at once, without their deltas, until there are so many. */
    async fill(count) {
      while (turns < count) for (const event of events(turns++)) if (!event.delta) tell(event);
      await frame();
    },
    /** Add so many turns, an event a frame; gives for each event the ms that it and the layout took. */
    async speak(count) {
      const took = [];
      for (const until = turns + count; turns < until; ) {
        for (const event of events(turns++)) {
          await frame();
          const start = performance.now();
          tell(event);
          log.getBoundingClientRect(); // what the browser would do before it paints
          took.push(performance.now() - start);
        }
      }
      return took;
    },
    get shown() {
      return log.querySelectorAll("article").length;
    },
  };
};
