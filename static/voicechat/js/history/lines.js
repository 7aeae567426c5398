// Loads earlier and later lines before one has scrolled to where they would be: what the links
// `rel=prev` and `rel=next` lead to takes the place of the link, and what one reads stays put.

const AHEAD = "1200px 0px";

export function loadAround(lines) {
  const scroller = lines.closest(".middle");
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) load(target);
    },
    { root: scroller, rootMargin: AHEAD },
  );
  const watch = (nodes) => {
    for (const node of nodes) if (node.rel) observer.observe(node); // once: it may be loading already
  };

  const load = async (link) => {
    observer.unobserve(link);
    const nodes = await fetchLines(link, lines.id).catch(() => null);
    if (!nodes) return; // the link is still there to be pressed
    stayPut(scroller, link, () => replace(link, nodes));
    watch(nodes);
  };

  watch(lines.children);
}

async function fetchLines(link, id) {
  const response = await fetch(link.href, { redirect: "error" });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const back = link.rel === "next" ? "prev" : "next"; // to what is here already
  return [...page.getElementById(id).children].filter((node) => node.rel !== back);
}

function replace(link, nodes) {
  const hadFocus = link === document.activeElement;
  link.replaceWith(...nodes);
  if (hadFocus) nodes.find((node) => node.matches(".turn"))?.querySelector(".time").focus({ preventScroll: true });
}

/** Change what lies above or below a link without moving the lines that are seen. */
function stayPut(scroller, link, change) {
  const line = link.rel === "prev" ? link.nextElementSibling : link.previousElementSibling;
  const before = line.getBoundingClientRect().top;
  change();
  scroller.scrollTop += line.getBoundingClientRect().top - before;
}
