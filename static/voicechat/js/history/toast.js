// A short note at the foot of the page on what was just done.

const SHOWN = 4_000; // ms

// There from the beginning: what a screen reader does not know of it does not read out.
const toast = Object.assign(document.createElement("p"), { className: "toast", role: "status" });
document.body.append(toast);
let timer;

export function say(words) {
  clearTimeout(timer);
  toast.textContent = words;
  timer = setTimeout(() => (toast.textContent = ""), SHOWN);
}
