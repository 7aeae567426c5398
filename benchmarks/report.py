"""Prints figures as tables of Markdown, a row as soon as it is known."""

import statistics
from collections.abc import Sequence


def table(*head: str) -> None:
    """Begin a table, after an empty line."""
    print()
    row(*head)
    row(*("---" for _ in head))


def row(*cells: object) -> None:
    """Print one row of it."""
    print("|", " | ".join(str(cell) for cell in cells), "|", flush=True)


def note(text: str) -> None:
    """Print a paragraph."""
    print(f"\n{text}", flush=True)


def median(times: Sequence[float]) -> str:
    """Give the median of times in ms, for people."""
    return _ms(statistics.median(times))


def most(times: Sequence[float]) -> str:
    """Give the 95th percentile of times in ms, for people."""
    return _ms(statistics.quantiles(times, n=20)[-1])


def ratio(times: Sequence[float], base: Sequence[float]) -> str:
    """Give how many times as long the one takes as the other, by their medians."""
    return f"{statistics.median(times) / statistics.median(base):.2f}"


def _ms(time: float) -> str:
    return f"{time:.0f}" if time >= 100 else f"{time:.1f}" if time >= 10 else f"{time:.2f}"
