"""Letting calls begin within the limits: whoever asks at the same time is dealt with in turn."""

import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from voicechat.ending import end_calls
from voicechat.limits import Allowance, Kind, LimitReachedError, OpenCall
from voicechat.models import Call, Conversation, Persona, SiteSettings, User
from voicechat.models.calls import CallQuerySet
from voicechat.models.conversations import FORGET_RESERVED_AFTER
from voicechat.models.ledger import site_day
from voicechat.realtime.session import SessionSettings
from voicechat.situation import Situation, calls_under_way, open_call

# A key opens sessions until it expires, so it lives only as long as a start may take: 40 seconds
# that one asked for ahead is kept (ahead.js), and 20 on a slow network that turns out to block
# WebRTC.
KEY_SECONDS = 60
MOST_RESERVED = 3  # calls of a person that wait for a start at the same time
SAME_SITTING = timedelta(minutes=5)  # in which a call that was lost may be gone on from


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A call that somebody wants to begin.

    `store` stores it, given what is to be known of it beside its settings. It goes on from the
    call `before`, if there is one.
    """

    user: User
    persona: Persona
    session: SessionSettings
    store: Callable[..., Call]
    before: Call | None = None

    @property
    def first(self) -> Call | None:
        """The call with which its sitting began, unless it begins one."""
        return self.before and (self.before.first or self.before)


def admit(wanted: Wanted) -> Call:
    """Store a call, unless a limit is in its way. Raises LimitReachedError.

    Keys that were asked for ahead do not stand in the way of their own person. Neither does a
    call whose page has most likely gone: that is ended.
    """
    if wanted.before and wanted.first:
        sitting = Call.objects.filter(Q(first=wanted.first) | Q(pk=wanted.first.pk))
        tries = sitting.exclude(pk=wanted.before.pk)  # that came to nothing
        end_calls(tries, Call.EndReason.ROLLED_OVER, waits=True)
    try:
        return _admit(wanted)
    except LimitReachedError as error:
        stale = Call.objects.stale(timezone.now()).filter(conversation__owner=wanted.user)
        if error.bite.kind != Kind.CALLS_AT_ONCE or not end_calls(stale, Call.EndReason.ABANDONED):
            raise
    return _admit(wanted)


def reserve(wanted: Wanted) -> Call | None:
    """Store a call ahead of a start that may not come; None when there is no room for one.

    While its key is good it counts as one of those at once for whatever else is reserved, and for
    the starts of other people where the whole site has a limit.
    """
    with transaction.atomic():
        site = _wait_for_turn(wanted.user)
        unused = Call.objects.filter(conversation__owner=wanted.user, is_reserved=True)
        Conversation.forget(unused.filter(started_at__lt=timezone.now() - FORGET_RESERVED_AFTER))
        held = _good_keys().filter(conversation__owner=wanted.user).count()
        if held >= MOST_RESERVED:
            return None
        try:
            terms = _terms(wanted, site, held=held)
        except LimitReachedError:
            return None
        return wanted.store(is_reserved=True, **terms)


def _admit(wanted: Wanted) -> Call:
    with transaction.atomic():
        site = _wait_for_turn(wanted.user)
        return wanted.store(**_terms(wanted, site))


def _wait_for_turn(user: User) -> SiteSettings:
    """Have nobody else let in a call until the transaction ends that could be one too many."""
    # Not the key of the row: whoever stores what refers to the person is not held up.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user.pk)
    site = SiteSettings.current()
    if site.allowance == Allowance():
        return site
    return SiteSettings.objects.select_for_update(no_key=True).get(pk=site.pk)


def _terms(wanted: Wanted, site: SiteSettings, *, held: int | None = None) -> dict[str, Any]:
    """Say what is to be known of a call that begins now. Raises LimitReachedError.

    `held` says how many places its person keeps already, if it is to be reserved.
    """
    now = timezone.now()
    call = _new_call(wanted, now)
    of_site = site.allowance != Allowance()
    under_way = calls_under_way(None if of_site else wanted.user)
    calls = [open_call(each, now) for each in under_way]
    situation = Situation(
        [call.owner],
        [*calls, call],
        site,
        now,
        held=(held or 0) + _left_behind(calls, call),
        held_of_site=_places_held(wanted.user, site, is_reserved=held is not None),
    )
    bite = situation.bite(call)
    if bite and bite.is_refusal(now):
        raise LimitReachedError(bite)
    through_site = settings.REALTIME_SIGNALLING == "server"
    return {
        "id": call.id,
        "started_at": now,
        "max_minutes": wanted.persona.max_minutes,
        "first": wanted.first,
        "bite": bite,
        "is_through_site": through_site,
        "setup": wanted.session.snapshot() if through_site else None,
    }


def _new_call(wanted: Wanted, now: datetime) -> OpenCall:
    pk, first = uuid.uuid4(), wanted.first
    return OpenCall(
        id=pk,
        owner=wanted.user.pk,
        day=site_day(now),
        started_at=now,
        sitting=first.pk if first else pk,
        sitting_started_at=first.started_at if first else now,
        number=sys.maxsize,
        lasted=timedelta(),
        is_live=True,
        max_minutes=wanted.persona.max_minutes,
    )


def _left_behind(calls: list[OpenCall], call: OpenCall) -> int:
    """Say how many places the person has that their pages have most likely left."""
    of_person = {each.sitting for each in calls if each.owner == call.owner and not each.is_live}
    return len(of_person - {call.sitting})


def _places_held(user: User, site: SiteSettings, *, is_reserved: bool) -> int:
    """Say how many of the site's places are kept for others; of one's own, too, for a reserved."""
    if site.calls_at_once is None:
        return 0
    held = _good_keys()
    return (held if is_reserved else held.exclude(conversation__owner=user)).count()


def _good_keys() -> CallQuerySet:
    good_since = timezone.now() - timedelta(seconds=KEY_SECONDS)
    return Call.objects.filter(is_reserved=True, started_at__gt=good_since)
