"""What the pages of History and its search cost.

One person owns a tenth of the turns. The conversation of 2,000 turns is another person's on both
sites, as on the small one the first owns fewer.
"""

from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from benchmarks.history_site import LONG, Site
from benchmarks.history_texts import RARE
from benchmarks.pages import Pages, compare_pages
from voicechat.history.paging import PER_PAGE, cursor_after
from voicechat.models import Conversation

if TYPE_CHECKING:
    from django.test import Client

SEARCHES = {
    "a common word": "the",
    "a rare word": RARE,
    "a Chinese word": "时间",
    "two letters": "qu",
    "two words": "object the",
    "a phrase": '"of the"',
    "not there": "kwyjibo",
}


def pages(site: Site) -> dict[str, tuple["Client", str]]:
    """Give the pages to measure: who opens them, and where they are."""
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


def compare(sites: dict[int, Site]) -> None:
    """Print what each page costs on sites of so many turns."""
    measured = []
    for turns, site in sites.items():
        site.enter()
        measured.append(Pages(turns, site.connection, pages(site)))
    compare_pages(*measured, unit="turns")
