"""Sums over the ledger, by whatever it tells apart."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from voicechat.models import Persona, User
from voicechat.models.ledger import DayUsageQuerySet, site_day
from voicechat.usage.figures import AMOUNTS, Figures
from voicechat.usage.months import Month
from voicechat.usage.tables import Row, table

Key = TypeVar("Key", bound=Hashable)
Groups = list[tuple[tuple[Any, ...], Figures]]
# Under names of their own: those of the columns are taken.
SUMS = {f"sum_{name}": Sum(name) for name in AMOUNTS}


def today() -> date:
    """Give the day that it is where the site is."""
    return site_day(timezone.now())


def first_month(rows: DayUsageQuerySet) -> Month | None:
    """Give the month with which the ledger begins; None while it is empty."""
    first = rows.aggregate(first=Min("day"))["first"]
    return Month.of(first) if first else None


def in_month(rows: DayUsageQuerySet, month: Month) -> DayUsageQuerySet:
    """Narrow the ledger down to a month."""
    return rows.filter(day__gte=month.first, day__lte=month.last)


def by_day(rows: DayUsageQuerySet, month: Month) -> dict[date, Figures]:
    """Sum up each day of a month, also those without anything."""
    found = {day: figures for (day,), figures in _grouped(in_month(rows, month), "day")}
    return {day: found.get(day, Figures()) for day in month.days}


def people(rows: DayUsageQuerySet) -> list[Row]:
    """Sum up by person; those whose account was deleted are one."""
    return table(_largest(_grouped(rows, "owner"), lambda owner: owner), _addresses)


def personas_and_models(rows: DayUsageQuerySet) -> tuple[list[Row], list[Row]]:
    """Sum up by persona, as it is called now or was when it was deleted, and by model."""
    groups = _grouped(rows, "persona", "persona_name", "model")  # both in one query
    return (
        table(_largest(groups, lambda persona, name, _model: persona or name), _names),
        table(_largest(groups, lambda _persona, _name, model: model)),
    )


def _grouped(rows: DayUsageQuerySet, *names: str) -> Groups:
    """Sum up the ledger by these of its columns. One query."""
    groups = []
    for row in rows.order_by().values_list(*names).annotate(**SUMS):
        sums = dict(zip(AMOUNTS, row[len(names) :], strict=True))
        cost = sums.pop("cost")
        # PostgreSQL's sums of large whole numbers are decimals.
        figures = Figures(cost=cost, **{name: int(sums[name]) for name in sums})
        groups.append((row[: len(names)], figures))
    return groups


def _largest(groups: Groups, key: Callable[..., Key]) -> list[tuple[Key, Figures]]:
    """Sum up further what is one by a key; what cost most comes first."""
    sums: dict[Key, Figures] = defaultdict(Figures)
    for values, figures in groups:
        sums[key(*values)] += figures
    order = sorted(sums, key=lambda each: (-sums[each].cost, -sums[each].seconds, str(each)))
    return [(each, sums[each]) for each in order if sums[each]]


def _addresses(owners: Iterable[int | None]) -> dict[int | None, str]:
    known = User.objects.filter(pk__in=[owner for owner in owners if owner])
    return {None: _("Deleted accounts"), **dict(known.values_list("pk", "email"))}


def _names(personas: Iterable[UUID | str]) -> dict[UUID | str, str]:
    pks = [persona for persona in personas if isinstance(persona, UUID)]
    known = Persona.objects.filter(pk__in=pks).values_list("pk", "emoji", "name")
    return {pk: f"{emoji} {name}".strip() for pk, emoji, name in known}
