// The form of a persona: says what its slider is set to, offers an effort only for models that
// reason, and lets nobody leave without asking what they wrote.

const form = document.getElementById("persona-form");
const { speed, model, reasoning_effort: effort } = form.elements;
const reasoning = JSON.parse(model.dataset.reasoning);
let isUnsaved = "unsaved" in form.dataset;
let wished = effort.value; // for when a model that reasons is chosen again

form.addEventListener("input", () => (isUnsaved = true));
form.addEventListener("submit", () => (isUnsaved = false));
form.querySelector(".actions a").addEventListener("click", () => (isUnsaved = false)); // Cancel says it
addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());

speed.addEventListener("input", showSpeed);
model.addEventListener("input", offerEffort);
effort.addEventListener("input", () => (wished = effort.value));
showSpeed();
offerEffort();

function showSpeed() {
  speed.ariaValueText = `${Number(speed.value).toLocaleString(document.documentElement.lang)} ×`;
  form.querySelector("output").textContent = speed.ariaValueText;
}

function offerEffort() {
  const reasons = reasoning.includes(model.value);
  document.getElementById("effort").hidden = !reasons;
  effort.value = reasons ? wished : "";
}
