// The outbox of every page of a signed-in person: sends what earlier pages could not, and says
// what is not saved yet.

import { postRecords } from "./api.js";
import { Outbox } from "./outbox.js";
import { showUnsaved } from "./ui/unsaved.js";

const { account } = document.body.dataset;

export const outbox = new Outbox(account, (...parts) => postRecords(account, ...parts));

showUnsaved(outbox);
outbox.deliver();
addEventListener("online", () => outbox.deliver());
document.addEventListener("visibilitychange", () => document.hidden || outbox.deliver());
addEventListener("beforeunload", (event) => outbox.isAtRisk && event.preventDefault());
