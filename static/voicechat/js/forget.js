// Removes what this browser still keeps of an account that was deleted, and ends its calls here.

import { OutboxStore } from "./outbox_store.js";

const { forget } = document.querySelector("[data-forget]").dataset;
const store = new OutboxStore();

new BroadcastChannel("account").postMessage("signing out");
await store.remove(await store.all(forget));
