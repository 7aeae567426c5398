"""What a person may still use, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from voicechat.history.bills import dollars
from voicechat.limits import Allowance
from voicechat.models import DayUsage, Limit, User
from voicechat.models.ledger import site_day
from voicechat.situation import calls_under_way, open_call
from voicechat.usage.figures import minutes_in_words


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """What is left of one limit; `used` of `most`, in whatever it counts."""

    title: str
    words: str
    used: float
    most: float


def remaining(user: User, now: datetime) -> list[Remaining]:
    """Say what is left today and in this month, of what is limited for a person."""
    allowance = Limit.objects.allowances([user.pk])[user.pk]
    return [*_today(user, allowance, now), *_this_month(user, allowance, now)]


def _today(user: User, allowance: Allowance, now: datetime) -> Iterator[Remaining]:
    if allowance.minutes_per_day is None:
        return
    today = site_day(now)
    calls = [open_call(call, now) for call in calls_under_way(user)]
    under_way = sum(call.lasted.total_seconds() for call in calls if call.day == today)
    used = (DayUsage.objects.seconds_on(user, today) + under_way) / 60
    left = max(0.0, allowance.minutes_per_day - used)
    most = allowance.minutes_per_day
    words = _("%(left)s of %(most)s left") % {
        "left": minutes_in_words(left),
        "most": minutes_in_words(most),
    }
    yield Remaining(title=_("Today"), words=words, used=used, most=most)


def _this_month(user: User, allowance: Allowance, now: datetime) -> Iterator[Remaining]:
    most = allowance.cost_per_month
    if most is None:
        return
    used = DayUsage.objects.cost_since(user, site_day(now).replace(day=1))
    values = {"left": dollars(max(Decimal(0), most - used)), "most": dollars(most)}
    words = _("%(left)s of %(most)s left") % values
    yield Remaining(title=_("This month"), words=words, used=float(used), most=float(most))
