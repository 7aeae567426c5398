"""What a page is told of the time that its call has left."""

from math import ceil
from typing import Any

from django.utils import timezone

from voicechat import limit_words
from voicechat.ending import END_REASONS
from voicechat.models import Call
from voicechat.models.ledger import site_day

BY_LIMIT = {"", *END_REASONS.values()}  # how a call ends, or will, because of a limit


def time_left(call: Call) -> dict[str, Any]:
    """Give the fields of `TimeLeft`."""
    bite, today = call.bite, site_day(timezone.now())
    if not bite:
        return {"seconds_left": call.seconds_left(), "limit": None}
    seconds = call.seconds_left() or 0
    left = ceil(seconds / 60)  # of which one is told at once, if it is less
    is_of_today = site_day(call.started_at) == today
    near = [min(left, minutes) for minutes in limit_words.NEAR]
    words = {
        "near": [limit_words.near(bite.kind, each, is_of_today=is_of_today) for each in near],
        "over": limit_words.over(bite, today, is_of_today=is_of_today),
        "end_reason": END_REASONS[bite.kind],
    }
    return {"seconds_left": seconds, "limit": words | _otherwise(call)}


def _otherwise(call: Call) -> dict[str, Any]:
    """Say how a call has ended that did so for another reason, which its page may not know."""
    if call.end_reason in BY_LIMIT:
        return {}
    is_by_admin = call.end_reason == Call.EndReason.ADMIN
    words = limit_words.ended_by_admin if is_by_admin else limit_words.ended_elsewhere
    return {"over": words(), "end_reason": call.end_reason}
