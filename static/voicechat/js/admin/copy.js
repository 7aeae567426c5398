// Copies a link that stands in a field.

for (const button of document.querySelectorAll("[data-copy-field]")) {
  const field = document.getElementById(button.dataset.copyField);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select(); // to be copied by hand where a browser does not let the page
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
  });
}
