"""What a person used, and what that cost."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from voicechat.models import DayUsage, User
from voicechat.usage import days, reports, tables
from voicechat.usage.figures import Figures
from voicechat.usage.months import Month
from voicechat.usage.remaining import remaining


@require_safe
@login_required
def usage(request: HttpRequest, month: str = "") -> HttpResponse:
    """Show a month of what the person used: this one, unless the address says which."""
    user = cast(User, request.user)
    own = DayUsage.objects.filter(owner=user)
    this = Month.of(reports.today())
    shown = read(month, this)
    by_day = reports.by_day(own, shown)
    personas, _models = reports.personas_and_models(reports.in_month(own, shown))
    context = {
        "month": shown,
        "remaining": remaining(user, timezone.now()) if shown == this else [],
        "this": this,
        "first": reports.first_month(own) or this,
        "total": sum(by_day.values(), Figures()),
        "days": tables.by_day(by_day),
        "charts": [days.minutes_by_day(by_day), days.cost_by_day(by_day)],
        "personas": personas,
        "time_zone": settings.TIME_ZONE,
    }
    return render(request, "voicechat/usage.html", context)


def read(text: str, this: Month) -> Month:
    """Read a month from an address; without one it is this one. Raises Http404."""
    if not text:
        return this
    try:
        month = Month.read(text)
    except ValueError:
        raise Http404 from None
    if month > this:
        raise Http404
    return month
