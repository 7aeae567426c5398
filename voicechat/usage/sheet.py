"""The ledger as a sheet for other programs (CSV). Pure.

`docs/usage.md` says what its columns are.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from voicechat.realtime.prices import TOKEN_KINDS

COLUMNS = (
    "day",
    "person",
    "persona",
    "model",
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


class _Line:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def sheet(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Write rows, each with a value for every column, line by line."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow(
            [harmless(value) if isinstance(value, str) else value for value in row]
        )


def harmless(text: str) -> str:
    """Have a spreadsheet show a text, whatever it begins with, and not run it."""
    return f"'{text}" if text.startswith(FORMULAS) else text
