// Closes what was opened over the page once the page is wide enough to have it beside.

matchMedia("(max-width: 50rem), (max-height: 30rem)").addEventListener("change", () => {
  for (const drawer of document.querySelectorAll("[popover]:not([popover=manual]):popover-open")) drawer.hidePopover();
});
