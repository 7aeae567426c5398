"""What people are told of limits: that one nears, and what to do once it is reached."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicechat.limits import Bite, Kind

Amount = Decimal | int  # of minutes, calls or US dollars

NEAR = (5, 1)  # minutes from the end at which one is told


def name(kind: Kind) -> str:
    """Name a limit, for an admin."""
    return NAMES[kind]()


def near(kind: Kind, minutes: int, *, is_of_today: bool = True) -> str:
    """Say that few minutes are left; `is_of_today` unless the call began on another day."""
    if not is_of_today:
        kind = Kind.MINUTES_PER_CALL
    if kind == Kind.MINUTES_PER_DAY:
        words = ngettext("%(n)d minute left today.", "%(n)d minutes left today.", minutes)
    elif kind == Kind.SITE_MINUTES_PER_DAY:
        words = ngettext(
            "%(n)d minute left today, for everybody on this site together.",
            "%(n)d minutes left today, for everybody on this site together.",
            minutes,
        )
    else:
        words = ngettext(
            "%(n)d minute left in this call.", "%(n)d minutes left in this call.", minutes
        )
    return words % {"n": minutes}


def over(bite: Bite, today: date, *, is_of_today: bool = True) -> str:
    """Say that a limit is reached, and what to do. `today` is where the site is."""
    if not is_of_today and bite.kind in (Kind.MINUTES_PER_DAY, Kind.SITE_MINUTES_PER_DAY):
        return _(
            "The minutes of the day on which this call began are used up. A new day has begun, so "
            "you can go on at once."
        )
    return OVER[bite.kind](bite.amount or 0, today)


def ended_by_admin() -> str:
    """Say that somebody has ended a call."""
    return _("Somebody who runs this site has ended this call. What was said is kept.")


def ended_elsewhere() -> str:
    """Say that a call is over, which its page has not noticed."""
    return _("This call has been ended elsewhere. What was said is kept.")


def _may_call(amount: Amount, today: date) -> str:
    return _("You may not make calls here. If you think you should, ask whoever runs this site.")


def _calls_at_once(amount: Amount, today: date) -> str:
    count = int(amount)
    words = ngettext(
        "You are in a call already, in another tab or on another device. End it there, then press "
        "Start again. If it broke off, try again in two minutes.",
        "You are in %(n)d calls already, in other tabs or on other devices. End one of them, then "
        "press Start again. If one broke off, try again in two minutes.",
        count,
    )
    return words % {"n": count}


def _site_calls_at_once(amount: Amount, today: date) -> str:
    return _("All lines of this site are busy. Please try again in a few minutes.")


def _call_minutes(amount: Amount, today: date) -> str:
    minutes = int(amount)
    words = ngettext(
        "A call may last %(n)d minute here. What was said is kept, and you can go on with it.",
        "A call may last %(n)d minutes here. What was said is kept, and you can go on with it.",
        minutes,
    )
    return words % {"n": minutes}


def _persona_minutes(amount: Amount, today: date) -> str:
    minutes = int(amount)
    words = ngettext(
        "A call with this persona may last %(n)d minute. What was said is kept, and you can go on "
        "with it.",
        "A call with this persona may last %(n)d minutes. What was said is kept, and you can go on "
        "with it.",
        minutes,
    )
    return words % {"n": minutes}


def _day_minutes(amount: Amount, today: date) -> str:
    minutes = int(amount)
    words = ngettext(
        "You have used today's %(n)d minute. You can talk again tomorrow.",
        "You have used today's %(n)d minutes. You can talk again tomorrow.",
        minutes,
    )
    return words % {"n": minutes}


def _site_day_minutes(amount: Amount, today: date) -> str:
    return _("Today's minutes of this site are used up. You can talk again tomorrow.")


def _month_cost(amount: Amount, today: date) -> str:
    words = _(
        "You have used this month's %(amount)s US dollars. You can talk again on %(day)s, or ask "
        "whoever runs this site for more."
    )
    dollars = number_format(amount, decimal_pos=2)
    return words % {"amount": dollars, "day": _first_of_next_month(today)}


def _site_month_cost(amount: Amount, today: date) -> str:
    words = _("This month's money for calls is used up. You can talk again on %(day)s.")
    return words % {"day": _first_of_next_month(today)}


def _first_of_next_month(day: date) -> str:
    year, month = divmod(day.year * 12 + day.month, 12)
    return date_format(date(year, month + 1, 1), "MONTH_DAY_FORMAT")


OVER: dict[Kind, Callable[[Amount, date], str]] = {
    Kind.MAY_CALL: _may_call,
    Kind.CALLS_AT_ONCE: _calls_at_once,
    Kind.SITE_CALLS_AT_ONCE: _site_calls_at_once,
    Kind.PERSONA_MINUTES: _persona_minutes,
    Kind.MINUTES_PER_CALL: _call_minutes,
    Kind.COST_PER_MONTH: _month_cost,
    Kind.SITE_COST_PER_MONTH: _site_month_cost,
    Kind.MINUTES_PER_DAY: _day_minutes,
    Kind.SITE_MINUTES_PER_DAY: _site_day_minutes,
}

NAMES: dict[Kind, Callable[[], str]] = {
    Kind.MAY_CALL: lambda: _("may not call"),
    Kind.CALLS_AT_ONCE: lambda: _("calls at once"),
    Kind.SITE_CALLS_AT_ONCE: lambda: _("calls at once of the site"),
    Kind.PERSONA_MINUTES: lambda: _("the persona's minutes"),
    Kind.MINUTES_PER_CALL: lambda: _("minutes of a call"),
    Kind.COST_PER_MONTH: lambda: _("cost a month"),
    Kind.SITE_COST_PER_MONTH: lambda: _("cost a month of the site"),
    Kind.MINUTES_PER_DAY: lambda: _("minutes a day"),
    Kind.SITE_MINUTES_PER_DAY: lambda: _("minutes a day of the site"),
}
