"""How times, and what lies between two calls, are put in words."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicechat.listing import listed

SAME_SITTING = timedelta(minutes=10)  # after longer than that, people say when, not how much later


def spoken_duration(duration: timedelta) -> str:
    """Write a duration as one says it: “4 min”, “35 s”."""
    seconds = int(duration.total_seconds())
    if seconds < 60:
        return _("%(seconds)d s") % {"seconds": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(minutes)d min", "%(minutes)d min", minutes) % {"minutes": minutes}


def clock(milliseconds: int) -> str:
    """Write a time within a call: 83000 → “1:23”."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"


def day_and_time(time: datetime) -> str:
    """Write a point in time as a reader of the site's place and language does."""
    return date_format(timezone.localtime(time), "DATETIME_FORMAT")


def between_calls(reason: str, ended_at: datetime | None, resumed_at: datetime) -> str:
    """Say why one call ended, and when the next one of the conversation began.

    `reason` is "" and `ended_at` None where nobody knows.
    """
    pause = None if ended_at is None else max(resumed_at - ended_at, timedelta())
    if pause is None or pause > SAME_SITTING:
        went_on = _("continued on %(time)s") % {"time": day_and_time(resumed_at)}
    elif pause < timedelta(seconds=1):
        went_on = _("went on at once")
    else:
        went_on = _("went on after %(duration)s") % {"duration": spoken_duration(pause)}
    return capfirst(listed(filter(None, (reason, went_on))))
