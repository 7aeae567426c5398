"""Holding calls to their limits while they go on, whatever their pages do.

To be run again and again, on one node or several. What it costs does not grow with the calls, as
long as nothing is to be done about them.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from voicechat.ending import END_REASONS, store_ends, under_locks
from voicechat.limits import AT_ONCE, Bite, Kind, OpenCall, replaced
from voicechat.models import Call, HangUp, SiteSettings
from voicechat.realtime.client import RealtimeClient, realtime_client
from voicechat.realtime.errors import ProviderError
from voicechat.situation import Situation, calls_under_way, open_call

logger = logging.getLogger(__name__)

# A page ends its call by itself when the time comes, and waits for its last words to be written
# down.
GRACE = timedelta(seconds=4)
# A call that the site has set up costs money until it is ended, and its page reports every half
# minute.
UNHEARD = timedelta(minutes=5)
SAME_TIME = timedelta(seconds=2)  # two deadlines that lie no further apart are one
HANG_UPS_AT_ONCE = 16


@dataclass(frozen=True)
class End:
    """Why a call is to be ended."""

    reason: Call.EndReason
    bite: Bite | None = None


def enforce() -> tuple[int, int]:
    """Look at all calls once; give how many were ended, and how many were hung up."""
    return end_overdue(), hang_up()


def end_overdue() -> int:
    """End the calls whose time has come, and note when that of the others will; give the number."""
    now = timezone.now()
    calls = calls_under_way()
    if not calls:
        return 0
    standing = {call.pk: open_call(call, now) for call in calls}
    people = {call.owner for call in standing.values()}
    situation = Situation(people, standing.values(), SiteSettings.current(), now)
    bites = {call.pk: _bite(call, situation, standing[call.pk]) for call in calls}
    ends = _ends(calls, standing.values(), bites, now)
    _note_deadlines([call for call in calls if call.pk not in ends], bites)
    return _end(ends)


def hang_up() -> int:
    """Carry out the hang-ups that are due; give how many calls have ended at the provider."""
    orders = HangUp.objects.claim(HANG_UPS_AT_ONCE)
    if not orders:
        return 0
    client = realtime_client()
    with ThreadPoolExecutor(HANG_UPS_AT_ONCE) as threads:  # requests only: no database in there
        done = list(threads.map(lambda order: _is_gone(client, order), orders))
    for order, is_done in zip(orders, done, strict=True):
        if not is_done:
            order.try_again()
    gone = [order.pk for order, is_done in zip(orders, done, strict=True) if is_done]
    HangUp.objects.filter(pk__in=gone).delete()
    return len(gone)


def _bite(call: Call, situation: Situation, standing: OpenCall) -> Bite | None:
    is_active = call.conversation.owner.is_active
    found = situation.bite(standing) if is_active else Bite(situation.site.now, Kind.MAY_CALL)
    # What holds at once has held since it was found.
    return call.bite if found and found.kind in AT_ONCE and found.is_same(call.bite) else found


def _ends(
    calls: list[Call],
    standing: Iterable[OpenCall],
    bites: dict[UUID, Bite | None],
    now: datetime,
) -> dict[UUID, End]:
    """Say which calls are to be ended now, and why."""
    made_room = replaced(standing, now)
    found = {}
    for call in calls:
        bite = bites[call.pk]
        if bite and bite.at + GRACE <= now:
            found[call.pk] = End(END_REASONS[bite.kind], bite)
        elif call.pk in made_room:
            found[call.pk] = End(Call.EndReason.ROLLED_OVER)
        elif call.is_through_site and call.last_heard + UNHEARD <= now:
            found[call.pk] = End(Call.EndReason.ABANDONED)
    return found


def _note_deadlines(calls: list[Call], bites: dict[UUID, Bite | None]) -> None:
    """Store what has changed: pages are told of it when they report next."""
    changed = []
    for call in calls:
        bite = bites[call.pk]
        if not _is_same(call.bite, bite):
            call.bite = bite
            changed.append(call)
    Call.objects.bulk_update(changed, ["deadline", "limited_by", "limit_amount"])


def _is_same(known: Bite | None, found: Bite | None) -> bool:
    if known is None or found is None:
        return known is found
    return known.is_same(found) and abs(known.at - found.at) < SAME_TIME


def _end(ends: dict[UUID, End]) -> int:
    def act(found: QuerySet[Call]) -> int:
        ended = list(found.select_related("conversation"))
        for call in ended:
            end = ends[call.pk]
            call.bite = end.bite
            call.end_now(end.reason)
            logger.info("call %s is ended: %s", call.pk, end.bite.kind if end.bite else end.reason)
        return store_ends(ended)

    return under_locks(Call.objects.under_way().filter(pk__in=ends), act) if ends else 0


def _is_gone(client: RealtimeClient, order: HangUp) -> bool:
    """Hang up, and say whether that is done with."""
    if not order.is_possible:
        logger.warning("a call cannot be hung up: what its page reported is no id")
        return True
    try:
        client.hang_up(order.provider_call_id)
    except ProviderError as error:
        logger.warning("hanging up failed (try %d): %s", order.tries + 1, error)
        return False
    return True
