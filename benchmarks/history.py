"""Prints what the pages of History cost on a site with 10,000 turns and on one with 1,000,000.

On SQLite, and on PostgreSQL where one answers at 127.0.0.1:5432. One person owns a tenth of the
turns. The same pages of both sites are measured whole, in turn, so that whatever slows the machine
down slows both. The conversation of 2,000 turns is another person's on both, as on the small site
the first one owns fewer. Takes ten minutes, and 4 GB while it runs.
"""

import os
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from benchmarks.history_texts import RARE
from benchmarks.records import DATABASES

if TYPE_CHECKING:
    from django.test import Client

    from benchmarks.history_site import Site

SMALL, LARGE = 10_000, 1_000_000  # turns
ROUNDS = 40
SEARCHES = {
    "a common word": "the",
    "a rare word": RARE,
    "a Chinese word": "时间",
    "two letters": "qu",
    "two words": "object the",
    "a phrase": '"of the"',
    "not there": "kwyjibo",
}
MEASURE = "import django; django.setup(); from benchmarks import history; history.measure()"


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


def get(client: "Client", address: str) -> float:
    """Get a page; gives ms."""
    start = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - start
    assert answer.status_code == 200, answer
    return took * 1000


def queries(client: "Client", address: str) -> int:
    """Count the queries of a page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        get(client, address)
    return len(captured)


def measure() -> None:
    """Print the figures of one database."""
    from benchmarks.history_site import site

    with site(SMALL) as small, site(LARGE) as large:
        sites = {SMALL: small, LARGE: large}
        asked = {}
        counts = {}
        for turns, each in sites.items():
            each.enter()
            asked[turns] = pages(each)
            counts[turns] = {name: queries(*page) for name, page in asked[turns].items()}
        times: dict[tuple[int, str], list[float]] = {}
        for _round in range(ROUNDS):
            for turns, each in sites.items():
                each.enter()
                for name, page in asked[turns].items():
                    times.setdefault((turns, name), []).append(get(*page))
        for name in asked[SMALL]:
            report(name, {turns: (times[turns, name], counts[turns][name]) for turns in sites})


def report(name: str, found: dict[int, tuple[list[float], int]]) -> None:
    """Print the times and the number of queries of one page on both sites."""
    from django.db import connection

    medians = {turns: statistics.median(times) for turns, (times, _count) in found.items()}
    each = [
        f"{medians[turns]:.1f} ms (95 %: {statistics.quantiles(times, n=20)[-1]:.1f}) "
        f"and {count} queries at {turns:,} turns"
        for turns, (times, count) in found.items()
    ]
    ratio = f"{medians[LARGE] / medians[SMALL]:.2f} of it (n={ROUNDS})"
    print(f"{connection.vendor}, {name}: {', '.join(each)}: {ratio}", flush=True)


def main() -> None:
    """Print the figures of each database."""
    postgres = [sys.executable, "-m", "tests.support.postgres"]
    has_postgres = subprocess.run(postgres, check=False).returncode == 0
    for url in DATABASES if has_postgres else DATABASES[:1]:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
        subprocess.run([sys.executable, "-c", MEASURE], env={**os.environ, **settings}, check=True)


if __name__ == "__main__":
    main()
