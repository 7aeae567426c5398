// Tells the other tabs of this browser that the person is signing out, so that calls end there.

document.getElementById("sign-out").addEventListener("submit", () => {
  new BroadcastChannel("account").postMessage("signing out");
});
