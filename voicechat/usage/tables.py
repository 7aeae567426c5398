"""The tables of what was used: a row for each person, persona or model. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from voicechat.usage.charts import share
from voicechat.usage.days import day_in_words
from voicechat.usage.figures import Figures, whole

MOST = 50  # rows; more are summed up in one


@dataclass(frozen=True)
class Row:
    """What stands in one row. `share` is how long its bar is, in percent, if it has one."""

    name: str
    figures: Figures
    share: str = ""


def by_day(days: Mapping[date, Figures]) -> list[Row]:
    """Make a row for each day on which there was something."""
    return [Row(day_in_words(day), of) for day, of in days.items() if of]


def table(groups: Iterable[tuple[str, Figures]]) -> list[Row]:
    """Make the rows of a table of groups, the largest of which come first."""
    found = list(groups)
    shown, rest = found[:MOST], found[MOST:]
    if rest:
        others = ngettext("%(count)s other", "%(count)s others", len(rest))
        figures = sum((of for _name, of in rest), Figures())
        shown.append((others % {"count": whole(len(rest))}, figures))
    most = max((of.cost for _name, of in shown), default=0)
    if most > 0:
        return [Row(name, of, share(of.cost, most)) for name, of in shown]
    longest = max((of.seconds for _name, of in shown), default=0)
    return [Row(name, of, share(of.seconds, longest)) for name, of in shown]
