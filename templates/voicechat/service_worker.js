// Shows a page of the site's own where there is no network, and touches nothing else.

const NAME = "offline-";
const KEPT = NAME + "{{ version }}";
const PAGES = { {% for language, page in pages.items %}"{{ language }}": "{{ page|escapejs }}", {% endfor %}};
const FILES = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}];

// It never takes over from the one before it while a page is open: Chromium can let a page wait for
// ever that is asked for just then.
addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(event));
  else if (origin === location.origin && FILES.includes(pathname)) event.respondWith(file(request));
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll([...Object.values(PAGES), ...FILES]);
}

async function begin() {
  await registration.navigationPreload?.enable(); // no page waits for this to start
  const before = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== KEPT);
  await Promise.all(before.map((name) => caches.delete(name)));
}

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const language = await (await caches.match("/language"))?.text(); // see installed.js
    return (await caches.match(PAGES[language] ?? PAGES.en)) ?? Response.error();
  }
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
