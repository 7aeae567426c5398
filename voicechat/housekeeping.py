"""Tidying up after calls whose browser never came back.

Safe to run at any time, twice, and on several nodes at once: what somebody else holds is left for
the next time.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from voicechat.models import Call, Conversation, Turn
from voicechat.models.conversations import FORGET_RESERVED_AFTER

LONGEST_CALL = timedelta(minutes=60)  # the provider's limit
GRACE = timedelta(minutes=30)  # for a browser without a network to come back
BATCH = 100  # conversations that are locked at a time


def close_abandoned_calls() -> int:
    """End calls that nothing was heard of for longer than a call can live; give their number.

    Such a call ended when it was last heard of. Should its browser still report an end, that
    replaces this one.
    """
    silent_since = timezone.now() - LONGEST_CALL - GRACE
    heard = Turn.objects.filter(call=OuterRef("pk"), created_at__gte=silent_since)
    return _in_batches(
        Call.objects.filter(
            ~Exists(heard), is_reserved=False, ended_at=None, started_at__lt=silent_since
        ),
        _close,
    )


def forget_reserved_calls() -> int:
    """Delete calls that were reserved long ago and never started; give their number."""
    long_ago = timezone.now() - FORGET_RESERVED_AFTER
    old = Call.objects.filter(is_reserved=True, started_at__lt=long_ago)
    return _in_batches(old, Conversation.forget)


def _in_batches(calls: QuerySet[Call], act: Callable[[QuerySet[Call]], int]) -> int:
    """Do something with all calls, under the locks of their conversations; give the sum."""
    waiting = Conversation.objects.filter(Exists(calls.filter(conversation=OuterRef("pk"))))
    total = 0
    while True:
        with transaction.atomic():
            batch = waiting.select_for_update(skip_locked=True).order_by("pk").only("pk")[:BATCH]
            locked = [conversation.pk for conversation in batch]
            if not locked:
                return total
            # Asked anew: before the lock was had, a browser may have reported.
            total += act(calls.filter(conversation__in=locked))


def _close(calls: QuerySet[Call]) -> int:
    closed = list(calls)
    turns = Turn.objects.filter(call__in=closed).order_by().values_list("call")
    heard_at = dict(turns.annotate(Max("created_at")))
    for call in closed:
        last_heard = max(call.started_at, heard_at.get(call.pk, call.started_at))
        call.ended_at = min(last_heard, call.started_at + LONGEST_CALL)
        call.end_reason = Call.EndReason.ABANDONED
    Call.objects.bulk_update(closed, ["ended_at", "end_reason"])
    Conversation.objects.filter(calls__in=closed).date_by_calls()
    return len(closed)
