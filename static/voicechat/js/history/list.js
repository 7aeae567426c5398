// The list of conversations: connects its parts.

import { More } from "./more.js";
import { Search } from "./search.js";

const element = (id) => document.getElementById(id);

const announce = (words) => (element("found-note").textContent = words);
const more = new More(element("found"), announce);
new Search(element("search"), element("found"), element("search-failed"), (words) => {
  announce(words);
  more.watch();
});
more.watch();
more.restore();
