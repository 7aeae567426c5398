// Shows a page of the site's own where there is no network, and touches nothing else.

const NAME = "offline-";
const KEPT = NAME + "{{ version }}";
const [PAGE, ...FILES] = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}];

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(event));
  else if (origin === location.origin && FILES.includes(pathname)) event.respondWith(file(request));
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll([PAGE, ...FILES]);
  await skipWaiting(); // it may take over at any time: it knows nothing of pages
}

async function takeOver() {
  await registration.navigationPreload?.enable(); // no page waits for this to start
  const before = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== KEPT);
  await Promise.all(before.map((name) => caches.delete(name)));
}

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
