// Says in time, and once each, that a conversation has to end.

const SHOWN = 15_000; // ms: then the clock says it better
const NEAR = [300, 60]; // s before its end, as the site has words for

export function connectLimits(session) {
  const note = document.getElementById("limit-note");
  let timers = [];
  let fading = null;
  let said = 0; // how many of the words

  session.addEventListener("limit", ({ detail: limit }) => {
    clear();
    if (session.secondsLeft > NEAR[0]) forget();
    timers = (limit?.near ?? []).map((words, i) =>
      setTimeout(() => say(words, i), (session.secondsLeft - NEAR[i]) * 1_000),
    );
  });
  session.addEventListener("state", ({ detail: { state } }) => {
    if (state === "ended") clear();
    if (state === "ended" || state === "connecting") forget();
  });

  function say(words, i) {
    if (i < said) return;
    said = i + 1;
    note.textContent = words;
    clearTimeout(fading);
    fading = setTimeout(() => (note.textContent = ""), SHOWN);
  }

  function forget() {
    said = 0;
    clearTimeout(fading);
    note.textContent = "";
  }

  function clear() {
    for (const timer of timers) clearTimeout(timer);
  }
}
