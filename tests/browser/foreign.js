// Collects what a page shows, at any time, in Latin letters.

globalThis.foreign = new Set();

const SHOWN = ["alt", "aria-label", "placeholder", "title"];

const look = (text) => {
  if (/[A-Za-z]{2,}/.test(text ?? "")) globalThis.foreign.add(text.trim());
};

const read = (node) => {
  if (node.nodeType === Node.TEXT_NODE) {
    if (!node.parentElement?.closest("script, noscript, style, textarea, [data-event], [role=log] p")) look(node.data);
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of SHOWN) look(node.getAttribute(name));
    node.childNodes.forEach(read);
  }
};

new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(read);
    else read(target);
  }
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SHOWN });
