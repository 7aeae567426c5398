"""The ledger as a sheet for other programs (CSV). Pure.

`docs/usage.md` says what its columns are.
"""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

from voicechat.realtime.prices import TOKEN_KINDS

NAMES = ("person", "persona", "model")
COLUMNS = (
    "day",
    *NAMES,
    "calls",
    "seconds",
    "responses",
    "transcriptions",
    "unpriced",
    *TOKEN_KINDS,
    "transcribed_seconds",
    "cost_usd",
)
BOM = "\ufeff"  # by which Excel knows UTF-8
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what spreadsheets take for one's beginning


AT_A_TIME = 500  # rows


def sheet(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Write rows, each with a value for every column, some at a time."""
    written = StringIO()
    writer = csv.writer(written)
    written.write(BOM)
    writer.writerow(COLUMNS)
    left = iter(rows)
    while True:
        yield written.getvalue()
        written.seek(0)
        written.truncate()
        some = list(islice(left, AT_A_TIME))
        if not some:
            return
        writer.writerows(map(_harmless, some))


def _harmless(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Have a spreadsheet show names, whatever they begin with, and not run them."""
    day, *names = row[: len(NAMES) + 1]
    shown = (f"'{name}" if name.startswith(FORMULAS) else name for name in names)
    return day, *shown, *row[len(NAMES) + 1 :]
