"""What people may use, and when a call has to end for it. Pure.

A person and the whole site each have an allowance. A call ends with the limit that bites first;
a call that would end at once is not begun.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

WORTHWHILE = timedelta(seconds=5)  # what has less than that left is not begun
CHANGE_OVER = timedelta(seconds=150)  # in which a call may go on beside the one that replaces it


class Kind(StrEnum):
    """Which limit it is."""

    MAY_CALL = "may_call"
    CALLS_AT_ONCE = "calls_at_once"
    SITE_CALLS_AT_ONCE = "site_calls_at_once"
    PERSONA_MINUTES = "persona_minutes"
    MINUTES_PER_CALL = "minutes_per_call"
    COST_PER_MONTH = "cost_per_month"
    SITE_COST_PER_MONTH = "site_cost_per_month"
    MINUTES_PER_DAY = "minutes_per_day"
    SITE_MINUTES_PER_DAY = "site_minutes_per_day"


# Those that no clock counts down to: they hold, or they do not.
AT_ONCE = frozenset(
    {
        *(Kind.MAY_CALL, Kind.CALLS_AT_ONCE, Kind.SITE_CALLS_AT_ONCE),
        *(Kind.COST_PER_MONTH, Kind.SITE_COST_PER_MONTH),
    }
)


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """What somebody may use; None: as much as they like. Costs are in US dollars."""

    may_call: bool | None = None
    minutes_per_day: int | None = None
    cost_per_month: Decimal | None = None
    calls_at_once: int | None = None
    minutes_per_call: int | None = None


FIELDS = tuple(each.name for each in fields(Allowance))


def allowance(
    own: Allowance | None, groups: Iterable[Allowance], everybody: Allowance | None
) -> Allowance:
    """Combine what is set for a person: each value is their own, else the most generous of their
    groups, else everybody's.
    """
    ranked = [own, _most_generous(groups), everybody]
    values = {name: [getattr(each, name) for each in ranked if each] for name in FIELDS}
    return Allowance(**{name: next(iter(_set(found)), None) for name, found in values.items()})


def _most_generous(groups: Iterable[Allowance]) -> Allowance:
    groups = list(groups)
    values = {name: _set(getattr(group, name) for group in groups) for name in FIELDS}
    return Allowance(**{name: max(found, default=None) for name, found in values.items()})


def _set(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


@dataclass(frozen=True, kw_only=True)
class OpenCall:
    """A call under way, or one that is about to begin.

    `sitting` names the calls that follow one another without a pause, by the first of them, which
    began at `sitting_started_at`; `number` orders them. `day` is the one that pays for it, where
    the site is. It has `lasted` for so long, as far as one knows; of one that `is_live` something
    was heard lately. `max_minutes` is what the persona allows a sitting.
    """

    id: UUID
    owner: int
    day: date
    started_at: datetime
    sitting: UUID
    sitting_started_at: datetime
    number: int
    lasted: timedelta
    is_live: bool
    max_minutes: int | None


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What is in the books: seconds of calls that have ended, by day, and this month's cost."""

    seconds: Mapping[date, int] = field(default_factory=dict)
    cost: Decimal = Decimal(0)


@dataclass(frozen=True)
class Bite:
    """That a call has to end `at` a time, because of a limit of this `amount`."""

    at: datetime
    kind: Kind
    amount: Decimal | int | None = None

    def is_same(self, other: "Bite | None") -> bool:
        """Say whether it is the same limit."""
        return other is not None and (self.kind, self.amount) == (other.kind, other.amount)

    def is_refusal(self, now: datetime) -> bool:
        """Say whether a call that would begin now is not worth beginning."""
        return self.at < now + WORTHWHILE


class LimitReachedError(Exception):
    """A call cannot begin, or go on, because of a limit."""

    def __init__(self, bite: Bite) -> None:
        super().__init__(bite.kind)
        self.bite = bite


@dataclass(frozen=True)
class Side:
    """One that has an allowance, a person or the whole site, with what is used of it.

    `calls` are all that are under way; `held` is the number of places that are kept for those
    whose key was asked for ahead.
    """

    allowance: Allowance
    spent: Spent
    calls: Sequence[OpenCall]
    now: datetime
    held: int = 0

    @cached_property
    def _live(self) -> list[OpenCall]:
        return [call for call in self.calls if call.is_live]

    @cached_property
    def _places(self) -> dict[UUID, int]:
        """Number the sittings, the oldest first."""
        began = {call.sitting: (call.sitting_started_at, call.sitting) for call in self._live}
        oldest_first = sorted(began, key=lambda sitting: began[sitting])
        return {sitting: place for place, sitting in enumerate(oldest_first, 1)}

    @cached_property
    def _talk(self) -> dict[date, tuple[int, timedelta]]:
        """How many calls use up a day now, and how much of it those under way have used."""
        found: dict[date, tuple[int, timedelta]] = {}
        for call in self.calls:
            count, lasted = found.get(call.day, (0, timedelta()))
            found[call.day] = count + call.is_live, lasted + call.lasted
        return found

    def has_place_for(self, call: OpenCall) -> bool:
        """Say whether a call is among as many as there may be at once; the oldest come first."""
        most = self.allowance.calls_at_once
        return most is None or self._places.get(call.sitting, 0) + self.held <= most

    def day_ends_at(self, call: OpenCall) -> datetime | None:
        """Say when the minutes of a call's day are used up, if all go on that do now."""
        minutes = self.allowance.minutes_per_day
        if minutes is None:
            return None
        count, lasted = self._talk.get(call.day, (0, timedelta()))
        used = timedelta(seconds=self.spent.seconds.get(call.day, 0)) + lasted
        return self.now + (timedelta(minutes=minutes) - used) / max(1, count)

    @property
    def is_spent(self) -> bool:
        """Whether the month's money is used up."""
        most = self.allowance.cost_per_month
        return most is not None and self.spent.cost >= most


def first_bite(call: OpenCall, person: Side, site: Side) -> Bite | None:
    """Say which limit ends a call, and when; None: none does. Both sides are of the same moment."""
    now, may = person.now, person.allowance
    began, total = call.sitting_started_at, site.allowance
    found = [
        Bite(now, Kind.MAY_CALL) if may.may_call is False else None,
        None if person.has_place_for(call) else Bite(now, Kind.CALLS_AT_ONCE, may.calls_at_once),
        None if site.has_place_for(call) else Bite(now, Kind.SITE_CALLS_AT_ONCE),
        _bite(_after(began, call.max_minutes), Kind.PERSONA_MINUTES, call.max_minutes),
        _bite(_after(began, may.minutes_per_call), Kind.MINUTES_PER_CALL, may.minutes_per_call),
        Bite(now, Kind.COST_PER_MONTH, may.cost_per_month) if person.is_spent else None,
        Bite(now, Kind.SITE_COST_PER_MONTH, total.cost_per_month) if site.is_spent else None,
        _bite(person.day_ends_at(call), Kind.MINUTES_PER_DAY, may.minutes_per_day),
        _bite(site.day_ends_at(call), Kind.SITE_MINUTES_PER_DAY, total.minutes_per_day),
    ]
    return min((bite for bite in found if bite), key=lambda bite: bite.at, default=None)


def _bite(at: datetime | None, kind: Kind, amount: int | None = None) -> Bite | None:
    return None if at is None else Bite(at, kind, amount)


def _after(began: datetime, minutes: int | None) -> datetime | None:
    return None if minutes is None else began + timedelta(minutes=minutes)


def replaced(calls: Iterable[OpenCall], now: datetime) -> set[UUID]:
    """Give the calls that should have made room by now for one that goes on from them."""
    newest: dict[UUID, OpenCall] = {}
    for call in sorted(calls, key=lambda call: call.number):
        if call.is_live and now > call.started_at + CHANGE_OVER:
            newest[call.sitting] = call
    return {
        call.id
        for call in calls
        if call.sitting in newest and call.number < newest[call.sitting].number
    }
