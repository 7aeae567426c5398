// Has the browser keep a page for when there is no network. Where it may keep nothing, it need not.

async function keep() {
  await navigator.serviceWorker.register("/service-worker.js");
  const cache = await caches.open("language"); // of the page before the network went
  await cache.put("/language", new Response(document.documentElement.lang));
}

if (navigator.serviceWorker) keep().catch(() => {});
