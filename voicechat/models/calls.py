"""Calls: the sessions at the provider that a conversation is made of."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.history.words import between_calls
from voicechat.models.hangups import HangUp
from voicechat.models.ledger import Account, DayUsage, Entry, site_day
from voicechat.models.limited import Limited
from voicechat.models.turns import TURNS_PER_CONVERSATION, Turn
from voicechat.models.usage import Usage
from voicechat.realtime.session import SessionSettings
from voicechat.records import TurnRecord, UsageRecord, end_strength

if TYPE_CHECKING:
    from voicechat.models.conversations import Conversation

NOTED_FIELDS = (
    "provider_call_id",
    "transport",
    "is_reserved",
    "waited_ms",
    "started_at",
    "ended_at",
    "end_reason",
    "counted_on",
    "counted_seconds",
    "deadline",
)
LONGEST_CALL = timedelta(minutes=60)  # the provider's limit
STALE = timedelta(minutes=2)  # of silence, after which a page has most likely gone
HEARD_AGAIN = timedelta(seconds=10)  # in which being heard of is no news
CLOCKS = timedelta(seconds=10)  # that what a page and the site say of one moment may differ by
FAREWELL = timedelta(seconds=5)  # that a page may take to get the last words written down


class CallQuerySet(models.QuerySet["Call"]):
    """Calls by how they stand."""

    def under_way(self) -> "CallQuerySet":
        """Give those that were started and have not ended, as far as is known."""
        return self.filter(ended_at=None, is_reserved=False)

    def stale(self, now: datetime) -> "CallQuerySet":
        """Give those under way of which nothing was heard for a while."""
        silent = Q(heard_at=None, started_at__lt=now - STALE) | Q(heard_at__lt=now - STALE)
        return self.under_way().filter(silent)


class Call(Limited):
    """One session at the provider: what happened between one start and one end."""

    class Transport(models.TextChoices):
        WEBRTC = "webrtc", _("WebRTC")
        WEBSOCKET = "websocket", _("WebSocket")

    class EndReason(models.TextChoices):
        ENDED = "ended", _("ended by the person")
        PAGE_CLOSED = "page_closed", _("page closed")
        SIGNED_OUT = "signed_out", _("signed out")
        TIME_LIMIT = "time_limit", _("time limit")
        LOST = "lost", _("connection lost")
        FAILED = "failed", _("could not connect")
        ROLLED_OVER = "rolled_over", _("went on in another call")
        ABANDONED = "abandoned", _("nothing more was heard")
        LIMIT = "limit", _("limit reached")
        ADMIN = "admin", _("ended by an admin")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation: "models.ForeignKey[Conversation]" = models.ForeignKey(
        "voicechat.Conversation", on_delete=models.CASCADE, related_name="calls"
    )
    number = models.PositiveIntegerField(
        _("number"), help_text=_("Counts the calls of a conversation from 1.")
    )
    provider_call_id = models.CharField(_("provider's id"), max_length=128, blank=True)
    model = models.CharField(_("model"), max_length=100)
    transcription_model = models.CharField(
        _("transcription model"),
        max_length=100,
        blank=True,
        help_text=_("Empty: that with which the conversation began."),
    )
    transport = models.CharField(
        _("transport"), max_length=10, choices=Transport.choices, default=Transport.WEBRTC
    )
    is_reserved = models.BooleanField(
        _("reserved"),
        default=False,
        editable=False,
        help_text=_("Its key was asked for ahead of a start that has not been heard of yet."),
    )
    waited_ms = models.PositiveIntegerField(
        _("waited (ms)"),
        null=True,
        editable=False,
        help_text=_("From the request for its key to its start. Empty: not heard of yet."),
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(
        _("why it ended"), max_length=20, choices=EndReason.choices, blank=True
    )
    is_imported = models.BooleanField(
        _("imported"), default=False, editable=False, help_text=_("It cost nothing here.")
    )
    counted_on = models.DateField(
        _("counted on"),
        null=True,
        editable=False,
        help_text=_("The day in the ledger that has it. Empty: none has it yet."),
    )
    counted_seconds = models.PositiveIntegerField(
        _("counted seconds"), default=0, editable=False, help_text=_("What the ledger has of it.")
    )
    first = models.ForeignKey(
        "self",
        verbose_name=_("first of its sitting"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("The call that this one goes on from, at one go. Empty: it began itself."),
    )
    heard_at = models.DateTimeField(
        _("last heard of"),
        null=True,
        editable=False,
        help_text=_("When its page reported last. Empty: not yet."),
    )
    is_through_site = models.BooleanField(
        _("set up through the site"),
        default=False,
        editable=False,
        help_text=_("So that the provider's id is known for certain, and its page has no key."),
    )
    setup = models.JSONField(
        _("setup"),
        null=True,
        editable=False,
        help_text=_("Of a session that the site is still to ask for, when the offer comes."),
    )
    objects: ClassVar[CallQuerySet] = CallQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="call_number_is_unique_in_conversation"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | ~Q(ended_at=None) & ~Q(end_reason=""),
                name="call_that_ended_has_a_reason",
            ),
        ]
        # The few that go on, or of which no end was heard.
        indexes = [
            models.Index(fields=["started_at"], name="call_open", condition=Q(ended_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.model}, {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def of_session(
        cls,
        conversation: "Conversation",
        number: int,
        session: SessionSettings,
        **terms: Any,
    ) -> "Call":
        """Store the `number`-th call of a conversation, which is set up as `session` says.

        `terms` are what is to be known of it beside that.
        """
        return cls.objects.create(
            conversation=conversation,
            number=number,
            model=session.model,
            transcription_model=session.transcription_model,
            **terms,
        )

    @property
    def duration(self) -> timedelta:
        """From its start to its end; nothing while it has not ended."""
        return max((self.ended_at or self.started_at) - self.started_at, timedelta())

    @property
    def last_heard(self) -> datetime:
        """When it was certainly going on."""
        return max(self.started_at, self.heard_at or self.started_at)

    @property
    def was_connected(self) -> bool:
        """Whether it came to be: a browser may not get the answer to its request for a call."""
        if self.end_reason == self.EndReason.ABANDONED:
            is_socket = self.transport == self.Transport.WEBSOCKET  # which has no id
            return bool(self.provider_call_id or is_socket or self.duration)
        return self.end_reason != self.EndReason.FAILED

    @property
    def transcriber(self) -> str:
        """The model that writes down what is said."""
        return self.transcription_model or self.conversation.settings["transcription_model"]

    @property
    def account(self) -> Account:
        """Where in the ledger it belongs."""
        conversation = self.conversation
        return Account(
            day=site_day(self.started_at),
            owner=conversation.owner_id,
            persona=conversation.persona_id,
            persona_name=conversation.persona_name,
            model=self.model,
        )

    def recount(self) -> list[Entry]:
        """Note what the ledger is to have of it now; give what that adds there and takes away."""
        account = self.account
        # Of one that it has set up itself, the site does not need to be told that it was none.
        is_known = self.is_through_site and self.provider_call_id != ""
        has_taken_place = self.ended_at is not None and (self.was_connected or is_known)
        day = account.day if has_taken_place and not self.is_imported else None
        seconds = round(min(self.duration, LONGEST_CALL).total_seconds()) if day else 0
        before, had = self.counted_on, self.counted_seconds
        self.counted_on, self.counted_seconds = day, seconds
        if (before, had) == (day, seconds):
            return []
        counts = [(before, {"calls": -1, "seconds": -had}), (day, {"calls": 1, "seconds": seconds})]
        return [Entry(account._replace(day=on), dict(some)) for on, some in counts if on]

    def since(self, before: "Call") -> str:
        """Say how this call came to follow another."""
        return between_calls(before.get_end_reason_display(), before.ended_at, self.started_at)

    def store(
        self,
        *,
        turns: Iterable[TurnRecord] = (),
        usage: Iterable[UsageRecord] = (),
        provider_call_id: str = "",
        transport: Transport | None = None,
        started_ms: int | None = None,
        end_reason: EndReason | None = None,
        ended_ms: int | None = None,
        is_late: bool = False,
    ) -> frozenset[str]:
        """Store what the browser reports of this call, all of it or nothing.

        Gives the item ids of turns for which the conversation has no room left. Idempotent: the
        same reports, twice or in another order, leave the same rows, and what is known already is
        not written again. `ended_ms` counts from the call's start; without it the end is now. What
        `is_late` does not come from the call's own page, and is no sign that the call goes on.
        """
        with transaction.atomic():
            # One writer a conversation at a time: two tabs may report the same turns.
            conversation = self.conversation.lock()
            self.conversation.persona_id = conversation.persona_id  # which may be gone by now
            room = max(0, TURNS_PER_CONVERSATION - conversation.turn_count)
            merged = Turn.objects.merge(self, turns, room=room)
            if merged.added:
                conversation.turn_count += merged.added
                conversation.save(update_fields=["turn_count"])
            if not is_late:
                self._hear()
            head = (provider_call_id, transport, end_reason)
            counted = list[Entry]()
            if self.is_reserved or any(head) or started_ms is not None:
                counted = self._note(started_ms, ended_ms, *head)
            used = Usage.objects.add(self, usage)
            DayUsage.objects.post([*counted, *(row.entry(self.account) for row in used)])
        return merged.left_out

    def _hear(self) -> None:
        """Note that its page has reported, unless that is no news."""
        now = timezone.now()
        is_news = self.heard_at is None or now > self.heard_at + HEARD_AGAIN
        if is_news and self.ended_at is None:
            Call.objects.filter(pk=self.pk).update(heard_at=now)

    def _note(
        self,
        started_ms: int | None,
        ended_ms: int | None,
        provider_call_id: str,
        transport: Transport | None,
        end_reason: EndReason | None,
    ) -> list[Entry]:
        """Note what a report says of the call itself; give what that changes in the ledger.

        The caller holds the conversation's lock.
        """
        self.refresh_from_db(fields=NOTED_FIELDS)  # it was read before the lock was had
        before = [getattr(self, name) for name in NOTED_FIELDS]
        was_known, was_over = self.provider_call_id, self.ended_at
        self.is_reserved = False
        if not self.is_through_site:
            self.provider_call_id = self.provider_call_id or provider_call_id
        if transport == self.Transport.WEBSOCKET:  # which WebRTC falls back to, never the reverse
            self.transport = transport
        if started_ms is not None and self.waited_ms is None and not self.is_through_site:
            self._begin_later(started_ms)
        if end_reason:
            self._end(end_reason, ended_ms)
        if was_over and not was_known:  # the site has ended it without knowing how to say so
            HangUp.objects.order([self])
        elif self.ended_at and not was_over and self.is_through_site:
            HangUp.objects.order([self], wait=FAREWELL)
        counted = self.recount()
        if [getattr(self, name) for name in NOTED_FIELDS] != before:
            self.save(update_fields=NOTED_FIELDS)
            self.conversation.date_by_calls()
        return counted

    def _was_cut_off_at(self, time: datetime) -> bool:
        """Say whether the site ended it about then: to a page that looks like a lost connection."""
        by_site = (self.EndReason.LIMIT, self.EndReason.TIME_LIMIT, self.EndReason.ADMIN)
        is_by_site = self.ended_at is not None and self.end_reason in by_site
        return is_by_site and time > (self.ended_at or time) - CLOCKS

    def end_now(self, reason: EndReason) -> None:
        """Note that the site ends it. A page that has been silent may have left it long before."""
        now = timezone.now()
        is_left = now > self.last_heard + STALE and not self.is_through_site
        self.ended_at, self.end_reason = now, reason
        if is_left:  # its own end, should it still come, goes before this one
            self.ended_at, self.end_reason = self.last_heard, self.EndReason.ABANDONED
        if self.setup is not None:  # what was never asked of the provider did not come to be
            self.end_reason = self.EndReason.FAILED
        self.setup = None

    def _begin_later(self, waited_ms: int) -> None:
        """Note how long its key waited for the start, even after the call has ended."""
        waited, now = timedelta(milliseconds=waited_ms), timezone.now()
        self.waited_ms = waited_ms
        later = max(timedelta(), min(waited, now - self.started_at))
        self.started_at += later
        if self.ended_at:
            self.ended_at = min(now, self.ended_at + waited)
        if self.deadline:
            self.deadline += later

    def _end(self, reason: EndReason, after_ms: int | None) -> None:
        """Note an end, `after_ms` from the start, or now, unless a better one is known.

        Of a call that the site has set up itself, it takes nobody's word for when it ended.
        """
        if self.is_through_site and self.ended_at:
            return
        ended_at = timezone.now()
        if after_ms is not None and not self.is_through_site:
            ended_at = min(ended_at, self.started_at + timedelta(milliseconds=after_ms))
        if reason == self.EndReason.LOST and self._was_cut_off_at(ended_at):
            return
        known = self.ended_at and end_strength(reason=self.end_reason, ended_at=self.ended_at)
        if not known or end_strength(reason=reason, ended_at=ended_at) > known:
            self.ended_at, self.end_reason = ended_at, reason
        if self.is_through_site:  # by now nobody is to open it
            Call.objects.filter(pk=self.pk).update(setup=None)
