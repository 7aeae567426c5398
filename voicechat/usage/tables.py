"""The tables of what was used: a row for each person, persona or model. Pure."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import ngettext

from voicechat.usage.charts import share
from voicechat.usage.days import day_in_words
from voicechat.usage.figures import Figures, whole

MOST = 50  # rows; more are summed up in one

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Row:
    """What stands in one row. `share` is how long its bar is, in percent, if it has one."""

    name: str
    figures: Figures
    share: str = ""


def by_day(days: Mapping[date, Figures]) -> list[Row]:
    """Make a row for each day on which there was something."""
    return [Row(day_in_words(day), of) for day, of in days.items() if of]


def table(
    groups: Sequence[tuple[Key, Figures]],
    names: Callable[[list[Key]], Mapping[Key, str]] = lambda keys: {},
) -> list[Row]:
    """Make the rows of a table of groups, the largest of which come first.

    `names` gives those that stand for the keys which are shown; what has none is its own name.
    """
    shown, rest = groups[:MOST], groups[MOST:]
    called = names([key for key, _figures in shown])
    rows: list[tuple[Any, Figures]] = [(called.get(key, key), figures) for key, figures in shown]
    if rest:
        others = ngettext("%(count)s other", "%(count)s others", len(rest))
        figures = sum((of for _key, of in rest), Figures())
        rows.append((others % {"count": whole(len(rest))}, figures))
    most_cost = max((of.cost for _name, of in rows), default=0)
    longest = max((of.seconds for _name, of in rows), default=0)
    return [
        Row(str(name), of, share(of.cost, most_cost) if most_cost else share(of.seconds, longest))
        for name, of in rows
    ]
