// Connects the numbers of a call with its events and with what the connection counts.

import { cost, count, nothing, totals } from "../numbers.js";
import { judge, sample } from "../statistics.js";
import { showNumbers } from "../ui/numbers.js";

const TICK = 1_000; // ms
const SAMPLES = 5; // of the connection, one in two ticks

export function connectNumbers({ session, prices }) {
  let numbers = nothing;
  let samples = [];
  let ticks = 0;
  let startedAt = 0;
  let timer = null;

  session.addEventListener("event", ({ detail }) => {
    numbers = count(numbers, detail, performance.now());
  });
  session.addEventListener("state", ({ detail: { state } }) => {
    if (state === "connecting") [numbers, samples, ticks, startedAt] = [nothing, [], 0, 0];
    if (state === "reconnecting") {
      samples = []; // another connection counts from nothing
      show();
    }
    if (state === "connected" && !timer) {
      startedAt = performance.now();
      timer = setInterval(tick, TICK);
    }
    if (state !== "ended" || !timer) return;
    clearInterval(timer);
    timer = null;
    samples = [];
    show();
  });

  async function tick() {
    if (ticks++ % 2 === 0) {
      const taken = sample(await session.statistics());
      if (!timer) return; // the call has ended meanwhile
      if (taken && session.state === "connected") samples = [...samples, taken].slice(-SAMPLES);
    }
    show();
  }

  function show() {
    const sums = totals(numbers);
    showNumbers({
      elapsed: Math.floor((performance.now() - startedAt) / 1_000),
      left: session.secondsLeft,
      replies: numbers.replies,
      connection: samples.length ? judge(samples) : null,
      totals: sums,
      cost: cost(sums, numbers, prices),
    });
  }
}
