"""How things stand: who may use what, what is used, and which calls are under way.

Read from the database as the plain data that `voicechat.limits` reckons with.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum

from voicechat.limits import Allowance, Bite, OpenCall, Side, Spent, first_bite
from voicechat.models import Call, DayUsage, Limit, SiteSettings, User
from voicechat.models.calls import STALE
from voicechat.models.ledger import site_day

READ = (
    *("conversation__owner__is_active", "number", "started_at", "heard_at", "is_reserved"),
    *("is_through_site", "max_minutes", "deadline", "limited_by", "limit_amount"),
)


def calls_under_way(user: User | None = None) -> list[Call]:
    """Read the calls under way of a person, or all, with as little as is needed. One query.

    In no order.
    """
    calls = Call.objects.under_way().select_related("conversation__owner", "first").order_by()
    if user:
        calls = calls.filter(conversation__owner=user)
    return list(calls.only(*READ, "first__started_at"))


def open_call(call: Call, now: datetime) -> OpenCall:
    """Say how one call stands, which has its conversation and the first of its sitting at hand."""
    first = call.first or call
    is_live = now <= call.last_heard + STALE
    until = now if is_live or call.is_through_site else call.last_heard
    return OpenCall(
        id=call.pk,
        owner=call.conversation.owner_id,
        day=site_day(call.started_at),
        started_at=call.started_at,
        sitting=first.pk,
        sitting_started_at=first.started_at,
        number=call.number,
        lasted=max(timedelta(), until - call.started_at),
        is_live=is_live,
        max_minutes=call.max_minutes,
    )


class Situation:
    """The sides of some people and of the site, at one moment."""

    def __init__(
        self,
        people: Collection[int],
        calls: Iterable[OpenCall],
        site: SiteSettings,
        now: datetime,
        *,
        held: int = 0,
        held_of_site: int = 0,
    ) -> None:
        """
        Args:
            people: Whose sides are wanted, by id.
            calls: All calls under way that count: of these people, and for a limit of the site all.
            site: The site's settings.
            now: The moment.
            held: How many places each person has kept for calls that were reserved.
            held_of_site: How many of the site's are kept so.
        """
        calls = list(calls)
        allowances = Limit.objects.allowances(people)
        days = {call.day for call in calls}
        month = site_day(now).replace(day=1)
        seconds, costs = _seconds(allowances, days), _costs(allowances, month)
        of = defaultdict[int, list[OpenCall]](list)
        for call in calls:
            of[call.owner].append(call)
        self.people = {
            person: Side(
                given, Spent(seconds=seconds[person], cost=costs[person]), of[person], now, held
            )
            for person, given in allowances.items()
        }
        self.site = Side(site.allowance, _site_spent(site, days, month), calls, now, held_of_site)

    def bite(self, call: OpenCall) -> Bite | None:
        """Say which limit ends a call, and when; None: none does."""
        return first_bite(call, self.people[call.owner], self.site)


def _seconds(
    allowances: dict[int, Allowance], days: Collection[date]
) -> dict[int, dict[date, int]]:
    limited = [person for person, given in allowances.items() if given.minutes_per_day is not None]
    found = defaultdict[int, dict[date, int]](dict)
    if limited:
        rows = DayUsage.objects.filter(owner__in=limited, day__in=days).order_by()
        sums = rows.values_list("owner", "day").annotate(Sum("seconds"))
        for person, day, seconds in sums:
            found[person][day] = seconds
    return found


def _costs(allowances: dict[int, Allowance], month: date) -> dict[int, Decimal]:
    limited = [person for person, given in allowances.items() if given.cost_per_month is not None]
    found = defaultdict[int, Decimal](Decimal)
    if limited:
        rows = DayUsage.objects.filter(owner__in=limited, day__gte=month).order_by()
        found.update(rows.values_list("owner").annotate(Sum("cost")))
    return found


def _site_spent(site: SiteSettings, days: Collection[date], month: date) -> Spent:
    seconds = dict[date, int]()
    if site.minutes_per_day is not None:
        rows = DayUsage.objects.filter(day__in=days).order_by().values_list("day")
        seconds = dict(rows.annotate(Sum("seconds")))
    is_limited = site.cost_per_month is not None
    cost = DayUsage.objects.cost_since(None, month) if is_limited else Decimal(0)
    return Spent(seconds=seconds, cost=cost)
