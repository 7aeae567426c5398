"""Prints what the pages of History cost on a site with 10,000 turns and on one with 1,000,000.

On SQLite, and on PostgreSQL where one answers at 127.0.0.1:5432. One person owns a tenth of the
turns. The same pages of both sites are measured whole, in turn, so that whatever slows the machine
down slows both. The conversation of 2,000 turns is another person's on both, as on the small site
the first one owns fewer. Takes ten minutes, and 4 GB while it runs.
"""

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from benchmarks.databases import on_each
from benchmarks.history_texts import RARE

if TYPE_CHECKING:
    from django.test import Client

    from benchmarks.history_site import Site

SMALL, LARGE = 10_000, 1_000_000  # turns
SEARCHES = {
    "a common word": "the",
    "a rare word": RARE,
    "a Chinese word": "时间",
    "two letters": "qu",
    "two words": "object the",
    "a phrase": '"of the"',
    "not there": "kwyjibo",
}


def pages(site: "Site") -> dict[str, tuple["Client", str]]:
    """Give the pages to measure: who opens them, and where they are."""
    from benchmarks.history_site import LONG
    from voicechat.history.paging import PER_PAGE, cursor_after
    from voicechat.models import Conversation

    before_last = Conversation.objects.filter(owner__email="0@example.org").reverse()[PER_PAGE]
    long = Conversation.objects.get(turn_count=LONG)
    found = {
        "list": (site.person, "/history/"),
        "deep page": (site.person, f"/history/?before={cursor_after(before_last)}"),
    }
    for name, words in SEARCHES.items():
        found[f"search: {name}"] = (site.person, f"/history/?q={quote_plus(words)}")
    found["conversation"] = (site.other, f"/history/{long.pk}/")
    return found


def measure() -> None:
    """Print the figures of one database."""
    from benchmarks.history_site import site
    from benchmarks.pages import Pages, compare

    with site(SMALL) as small, site(LARGE) as large:
        measured = []
        for turns, each in ((SMALL, small), (LARGE, large)):
            each.enter()
            measured.append(Pages(turns, each.connection, pages(each)))
        compare(*measured, unit="turns")


def main() -> None:
    """Print the figures of each database."""
    on_each("from benchmarks import history; history.measure()")


if __name__ == "__main__":
    main()
