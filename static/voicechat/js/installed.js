// Has the browser keep a page for when there is no network. Where it may keep nothing, it need not.

navigator.serviceWorker?.register(`/service-worker.js?${document.documentElement.lang}`).catch(() => {});
