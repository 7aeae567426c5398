"""Tidying up: calls whose browser never came back, and conversations that are kept no longer.

Safe to run at any time, twice, and on several nodes at once: what somebody else holds is left for
the next time.
"""

import operator
from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from voicechat.ending import BATCH, store_ends, under_locks
from voicechat.models import Call, Conversation, SiteSettings, User
from voicechat.models.calls import LONGEST_CALL
from voicechat.models.conversations import FORGET_RESERVED_AFTER, UNDO_DAYS, ConversationQuerySet

GRACE = timedelta(minutes=30)  # for a browser without a network to come back
CONTINUING = timedelta(days=1)  # how long a call that was reserved may be one that goes on
TURNS_AT_A_TIME = 5_000  # that are deleted before others have their turn at the database


def close_abandoned_calls() -> int:
    """End calls that nothing was heard of for longer than a call can live; give their number.

    Such a call ended when it was last heard of. Should its browser still report an end, that
    replaces this one.
    """
    silent_since = timezone.now() - LONGEST_CALL - GRACE
    silent = Call.objects.under_way().filter(started_at__lt=silent_since)
    silent = silent.filter(Q(heard_at=None) | Q(heard_at__lt=silent_since))
    return under_locks(silent, _close)


def forget_reserved_calls() -> int:
    """Delete calls that were reserved long ago and never started; give their number."""
    long_ago = timezone.now() - FORGET_RESERVED_AFTER
    old = Call.objects.filter(is_reserved=True, started_at__lt=long_ago)
    return under_locks(old, Conversation.forget)


def delete_what_was_deleted() -> int:
    """Delete for good what people deleted so long ago that nobody has it back; give its number."""
    long_ago = timezone.now() - timedelta(days=UNDO_DAYS)
    return delete_for_good(Conversation.objects.filter(deleted_at__lt=long_ago))


def kept_since(user: User) -> datetime | None:
    """Say since when a person's conversations must have ended to be kept; None: all are."""
    days = SiteSettings.current().keep_days_for(user)
    return None if days is None else _days_ago(days)


def count_older(user: User, days: int) -> int:
    """Count a person's conversations that would go next if they were kept for so many days."""
    return _at_rest().of(user).filter(ended_at__lt=_days_ago(days)).count()


def delete_what_is_too_old() -> int:
    """Delete for good what the site or its owner keeps no longer; give its number."""
    old = [
        Q(owner__in=User.objects.filter(keep_days=days), ended_at__lt=_days_ago(days))
        for days in User.KeepDays.values
    ]
    site_days = SiteSettings.current().keep_days
    if site_days is not None:
        old.append(Q(ended_at__lt=_days_ago(site_days)))
    return delete_for_good(_at_rest().filter(reduce(operator.or_, old)))


def delete_for_good(conversations: ConversationQuerySet) -> int:
    """Delete conversations with all that belongs to them, in bounded batches; give their number."""
    total = 0
    while True:
        with transaction.atomic():
            free = conversations.select_for_update(skip_locked=True)
            batch = free.order_by("pk").only("pk", "turn_count")[:BATCH]
            chosen, turns = list[UUID](), 0
            for conversation in batch:
                turns += conversation.turn_count
                if chosen and turns > TURNS_AT_A_TIME:
                    break
                chosen.append(conversation.pk)
            if not chosen:
                return total
            Conversation.objects.filter(pk__in=chosen).delete()
            total += len(chosen)


def _at_rest() -> ConversationQuerySet:
    """Leave out conversations that were asked to go on lately."""
    recently = timezone.now() - CONTINUING
    reserved = Call.objects.filter(is_reserved=True, started_at__gte=recently)
    goes_on = Exists(reserved.filter(conversation=OuterRef("pk")))
    return Conversation.objects.filter(~goes_on)


def _days_ago(days: int) -> datetime:
    try:
        return timezone.now() - timedelta(days=days)
    except OverflowError:  # before all times
        return datetime.min.replace(tzinfo=UTC)


def _close(calls: QuerySet[Call]) -> int:
    closed = list(calls.select_related("conversation"))
    for call in closed:
        call.end_now(Call.EndReason.ABANDONED)
        call.ended_at = min(call.ended_at or call.last_heard, call.started_at + LONGEST_CALL)
    return store_ends(closed)
