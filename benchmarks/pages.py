"""What pages cost on a small site and on a large one, measured in turn, in one process."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

from benchmarks.report import median, most, note, ratio, row, table

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 40


@dataclass
class Pages:
    """The pages of one site: who opens each, and where it is."""

    size: int
    connection: BaseDatabaseWrapper
    pages: dict[str, tuple["Client", str]]

    def enter(self) -> None:
        """Have everything that follows happen here."""
        connections["default"] = self.connection


def compare_pages(small: Pages, large: Pages, unit: str) -> None:
    """Print what each page costs on both; whatever slows the machine down slows both."""
    counts: dict[tuple[int, str], int] = {}
    times: dict[tuple[int, str], list[float]] = {}
    for site in (small, large):
        site.enter()
        for name, page in site.pages.items():
            counts[site.size, name] = _queries(*page)
    for _round in range(ROUNDS):
        for site in (small, large):
            site.enter()
            for name, page in site.pages.items():
                times.setdefault((site.size, name), []).append(get(*page))
    sizes = f"{small.size:,} {unit} and with {large.size:,}"
    note(f"Pages on {connection.vendor}, with {sizes} (n={ROUNDS}):")
    table("page", *("queries", "median", "95 %") * 2, "ratio")
    for name in small.pages:
        cells: list[str] = []
        for size in (small.size, large.size):
            each = times[size, name]
            cells += [str(counts[size, name]), f"{median(each)} ms", f"{most(each)} ms"]
        row(name, *cells, ratio(times[large.size, name], times[small.size, name]))


def get(client: "Client", address: str) -> float:
    """Get a page, all of it; gives ms."""
    start = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, answer
    assert answer.getvalue()
    return (time.perf_counter() - start) * 1000


def _queries(client: "Client", address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        get(client, address)
    return len(captured)
