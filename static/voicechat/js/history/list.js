// The list of conversations: connects its parts.

import { fill, gettext, ngettext } from "../i18n.js";
import { More } from "./more.js";
import { Search } from "./search.js";

const element = (id) => document.getElementById(id);

const announce = (words) => (element("found-note").textContent = words);
const more = new More(element("found"), announce);
new Search(element("search"), element("found"), element("search-failed"), (count) => {
  const words = ngettext("%(count)s conversation", "%(count)s conversations", count);
  announce(count ? fill(words, { count }) : gettext("Nothing found."));
  more.watch();
});
more.watch();
more.restore();
