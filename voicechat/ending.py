"""Ending calls on the site's own account, in the books and at the provider.

Safe on several nodes at once: what somebody else holds is left for the next time, or waited for.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from voicechat.limits import Kind
from voicechat.models import Call, Conversation, DayUsage, HangUp
from voicechat.models.calls import NOTED_FIELDS, CallQuerySet

BATCH = 100  # conversations that are locked at a time
NOW = timedelta()
ENDED_FIELDS = (
    *("ended_at", "end_reason", "counted_on", "counted_seconds"),
    *("setup", "deadline", "limited_by", "limit_amount"),
)

# After a call that was as long as one may be, another may begin.
END_REASONS = dict.fromkeys(Kind, Call.EndReason.LIMIT) | dict.fromkeys(
    (Kind.PERSONA_MINUTES, Kind.MINUTES_PER_CALL), Call.EndReason.TIME_LIMIT
)


def under_locks(
    calls: QuerySet[Call], act: Callable[[QuerySet[Call]], int], *, waits: bool = False
) -> int:
    """Do something with all calls, under the locks of their conversations; give the sum.

    What is done has to make each a call that is no longer one of these. What somebody else holds
    is left out, unless one `waits` for it.
    """
    waiting = Conversation.objects.filter(pk__in=calls.order_by().values("conversation"))
    total = 0
    while True:
        with transaction.atomic():
            free = waiting.select_for_update(skip_locked=not waits, of=("self",))
            locked = [conversation.pk for conversation in free.order_by("pk").only("pk")[:BATCH]]
            if not locked:
                return total
            # Asked anew: before the lock was had, a browser may have reported.
            total += act(calls.filter(conversation__in=locked))


def end_calls(
    calls: CallQuerySet, reason: Call.EndReason, *, wait: timedelta = NOW, waits: bool = False
) -> int:
    """End those of the calls that are under way, and have them hung up after `wait`.

    Gives their number.
    """

    def end(found: QuerySet[Call]) -> int:
        ended = list(found.select_related("conversation"))
        for call in ended:
            call.end_now(reason)
        return store_ends(ended, wait=wait)

    return under_locks(calls.under_way(), end, waits=waits)


def store_ends(calls: Iterable[Call], *, wait: timedelta = NOW) -> int:
    """Store the ends that were noted in calls; give their number.

    Within a transaction that holds the locks of their conversations.
    """
    calls = list(calls)
    HangUp.objects.order(calls, wait=wait)
    entries = [entry for call in calls for entry in call.recount()]
    Call.objects.bulk_update(calls, ENDED_FIELDS)
    Conversation.objects.filter(calls__in=calls).date_by_calls()
    DayUsage.objects.post(entries)  # last, as it locks rows that others wait for
    return len(calls)


def before_deletion(instance: Call, **kwargs: Any) -> None:
    """Have a call that is deleted while it goes on ended at the provider, and counted."""
    if instance.ended_at or instance.is_reserved:
        return
    instance.conversation.lock()
    instance.refresh_from_db(fields=NOTED_FIELDS)
    if instance.ended_at:  # reported since it was read, and so counted already
        return
    instance.end_now(Call.EndReason.ABANDONED)
    HangUp.objects.order([instance])
    DayUsage.objects.post(instance.recount())
