"""What a page is told of the time that its call has left."""

from math import ceil
from typing import Any

from django.utils import timezone

from voicechat import limit_words
from voicechat.ending import END_REASONS
from voicechat.models import Call
from voicechat.models.ledger import site_day


def time_left(call: Call) -> dict[str, Any]:
    """Give the fields of `TimeLeft`."""
    bite = call.bite
    if not bite:
        return {"seconds_left": call.seconds_left(), "limit": None}
    seconds = call.seconds_left() or 0
    left = ceil(seconds / 60)  # of which one is told at once, if it is less
    words = {
        "near": [limit_words.near(bite.kind, min(left, at)) for at in limit_words.NEAR],
        "over": limit_words.over(bite, site_day(timezone.now())),
        "end_reason": END_REASONS[bite.kind],
    }
    return {"seconds_left": seconds, "limit": words}
