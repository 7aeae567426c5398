"""Bars of a chart: where they stand, and how high they are. Pure.

Across, everything is in percent, so that a chart is as wide as its place; up, it is in pixels, so
that its words are as large as those around it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

HEIGHT = 120  # pixels of the highest possible bar
ABOVE, BELOW = 18, 22  # pixels for the words at the highest line and under the bars
LEAST = Decimal("1.5")  # pixels: what is there at all is seen
STEPS = (1, 2, 4, 6, 8, 10)  # whose halves people count by, too
GAP = 0.28  # of a bar's place
EVERY = 7  # days from one that is named to the next

Write = Callable[[Decimal], str]


@dataclass(frozen=True)
class Bar:
    """One value: its place and its size as SVG has them, and what it stands for."""

    x: str
    y: str
    width: str
    height: str
    words: str


@dataclass(frozen=True)
class Mark:
    """Words at a place along one of the axes."""

    at: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart of bars. `hue` is “person” or “voice”; `about` says in words what it shows."""

    title: str
    about: str
    hue: str
    bars: list[Bar]
    lines: list[Mark]
    names: list[Mark]
    floor: int = ABOVE + HEIGHT
    height: int = ABOVE + HEIGHT + BELOW


def chart(
    values: Sequence[tuple[str, str, float | Decimal]],
    write: Write,
    *,
    title: str,
    about: Callable[[str, str], str],
    hue: str,
    least: int | Decimal,
) -> Chart:
    """Draw values: each by its name under the chart, its whole name, and how much it is.

    `write` puts a value in words; `about` says of the highest, by name and in words, what there
    is to see. The chart goes up to `least` at least.
    """
    amounts = [Decimal(value) for _short, _name, value in values]
    highest = amounts.index(max(amounts))
    top = _round_up(max(amounts[highest], Decimal(least)))
    place = 100 / len(values)
    bars = [
        _bar(number * place, place, value / top, f"{values[number][1]}: {write(value)}")
        for number, value in enumerate(amounts)
        if value > 0
    ]
    middles = range(0, len(values), EVERY)
    return Chart(
        title=title,
        about=about(values[highest][1], write(amounts[highest])),
        hue=hue,
        bars=bars,
        lines=[Mark(f"{ABOVE + HEIGHT * (1 - part):.1f}", write(top * part)) for part in HALVES],
        names=[Mark(f"{(at + 0.5) * place:.3f}%", values[at][0]) for at in middles],
    )


HALVES = (Decimal(1), Decimal("0.5"))


def _bar(x: float, place: float, part: Decimal, words: str) -> Bar:
    height = max(LEAST, part * HEIGHT)
    return Bar(
        x=f"{x + place * GAP / 2:.3f}%",
        y=f"{ABOVE + HEIGHT - height:.1f}",
        width=f"{place * (1 - GAP):.3f}%",
        height=f"{height:.1f}",
        words=words,
    )


def _round_up(value: Decimal) -> Decimal:
    """Give the next number of one digit that people count by."""
    power = Decimal(10) ** value.adjusted()
    return next(step * power for step in STEPS if step * power >= value)


def share(value: float | Decimal, most: float | Decimal) -> str:
    """Give how long a bar is beside the longest, in percent."""
    return f"{100 * float(value) / float(most):.2f}%" if most > 0 and value > 0 else "0%"
