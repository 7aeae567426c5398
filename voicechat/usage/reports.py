"""Sums over the ledger, by whatever it tells apart."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from voicechat.models.ledger import DayUsageQuerySet, site_day
from voicechat.usage.figures import AMOUNTS, Figures
from voicechat.usage.months import Month

Key = TypeVar("Key", bound=Hashable)
Groups = Iterable[tuple[tuple[Any, ...], Figures]]
# Under names of their own: those of the columns are taken.
SUMS = {f"sum_{name}": Sum(name) for name in AMOUNTS}


def today() -> date:
    """Give the day that it is where the site is."""
    return site_day(timezone.now())


def in_month(rows: DayUsageQuerySet, month: Month) -> DayUsageQuerySet:
    """Narrow the ledger down to a month."""
    return rows.filter(day__gte=month.first, day__lte=month.last)


def by_day(rows: DayUsageQuerySet, month: Month) -> dict[date, Figures]:
    """Sum up each day of a month, also those without anything."""
    found = {day: figures for (day,), figures in _grouped(in_month(rows, month), "day")}
    return {day: found.get(day, Figures()) for day in month.days}


def by_persona(rows: DayUsageQuerySet) -> list[tuple[str, Figures]]:
    """Sum up by persona: as it is called now, or was when it was deleted."""
    columns = ("persona", "persona__emoji", "persona__name", "persona_name")
    return _merged(_grouped(rows, *columns), _persona)


def by_model(rows: DayUsageQuerySet) -> list[tuple[str, Figures]]:
    """Sum up by model."""
    return _merged(_grouped(rows, "model"), lambda name: (name, name))


def by_person(rows: DayUsageQuerySet) -> list[tuple[str, Figures]]:
    """Sum up by person; those whose account was deleted are one."""
    gone = _("Deleted accounts")
    return _merged(_grouped(rows, "owner", "owner__email"), lambda pk, email: (pk, email or gone))


def first_month(rows: DayUsageQuerySet) -> Month | None:
    """Give the month with which the ledger begins; None while it is empty."""
    first = rows.aggregate(first=Min("day"))["first"]
    return Month.of(first) if first else None


def _persona(pk: Any, emoji: str | None, name: str | None, was_called: str) -> tuple[Any, str]:
    return pk or was_called, f"{emoji or ''} {name or was_called}".strip()


def _grouped(rows: DayUsageQuerySet, *names: str) -> Iterator[tuple[tuple[Any, ...], Figures]]:
    """Sum up the ledger by these of its columns. One query."""
    for row in rows.order_by().values_list(*names).annotate(**SUMS):
        sums = dict(zip(AMOUNTS, row[len(names) :], strict=True))
        cost = sums.pop("cost")
        # PostgreSQL's sums of large whole numbers are decimals.
        yield row[: len(names)], Figures(cost=cost, **{name: int(sums[name]) for name in sums})


def _merged(groups: Groups, key: Callable[..., tuple[Key, str]]) -> list[tuple[str, Figures]]:
    """Sum up further what is one by a key, with its name; what cost most comes first."""
    sums: dict[Key, Figures] = defaultdict(Figures)
    names: dict[Key, str] = {}
    for values, figures in groups:
        which, name = key(*values)
        sums[which] += figures
        names[which] = name
    order = sorted(sums, key=lambda each: (-sums[each].cost, -sums[each].seconds, names[each]))
    return [(names[each], sums[each]) for each in order if sums[each]]
