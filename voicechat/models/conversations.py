"""Conversations, and the calls that they are made of."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Case, Exists, Max, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from voicechat.history import completeness
from voicechat.history.replay import MOST_TURNS, PastTurn, Replay, replay
from voicechat.history.words import between_calls
from voicechat.models.personas import Persona
from voicechat.models.turns import TURNS_PER_CONVERSATION, Turn
from voicechat.models.usage import Usage
from voicechat.realtime.session import SessionSettings
from voicechat.records import TurnRecord, UsageRecord, end_strength

if TYPE_CHECKING:
    from voicechat.models.users import User


NOTED_FIELDS = (
    "provider_call_id",
    "transport",
    "is_reserved",
    "waited_ms",
    "started_at",
    "ended_at",
    "end_reason",
)
MOST_RESERVED = 3  # calls of a person that wait for a start at the same time
# A browser that lost its network reports a start late; what nobody reported by then was not one.
FORGET_RESERVED_AFTER = timedelta(days=7)


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Conversations of one owner, as lists show them."""

    def of(self, user: "User") -> Self:
        """Give one person's conversations."""
        return self.filter(owner=user)

    def not_empty(self) -> Self:
        """Leave out those in which nothing was said."""
        return self.filter(Exists(Turn.objects.filter(conversation=OuterRef("pk"))))

    def begun(self) -> Self:
        """Leave out those for which only a key was asked, ahead of a start that did not come."""
        started = Call.objects.filter(conversation=OuterRef("pk"), is_reserved=False)
        return self.filter(Exists(started))

    def date_by_calls(self) -> None:
        """Have each begin with its first call, and end with the last that ends once all have."""
        calls = Call.objects.filter(conversation=OuterRef("pk"), is_reserved=False)
        last_end = Subquery(calls.order_by("-ended_at").values("ended_at")[:1])
        self.update(
            started_at=Subquery(calls.order_by("number").values("started_at")[:1]),
            ended_at=Case(When(Exists(calls.filter(ended_at=None)), then=None), default=last_end),
        )

    def with_completeness(self) -> Self:
        """Add what `marks` needs beside the calls."""
        turns = Turn.objects.filter(conversation=OuterRef("pk"))
        return self.annotate(
            has_user=Exists(turns.filter(role=Turn.Role.USER)),
            has_assistant=Exists(turns.filter(role=Turn.Role.ASSISTANT)),
            has_failed=Exists(turns.filter(state=Turn.State.FAILED)),
        )

    def with_calls(self) -> Self:
        """Fetch the calls, too, without those that nobody started."""
        started = Call.objects.filter(is_reserved=False)
        return self.prefetch_related(Prefetch("calls", started))

    def with_first_words(self) -> Self:
        """Add, as `first_words`, what the person said first; else what the voice said first."""
        first = Turn.objects.filter(conversation=OuterRef("pk")).exclude(text="")
        first = first.order_by("position")
        first_of_user = first.filter(role=Turn.Role.USER)
        return self.annotate(
            first_words=Coalesce(
                Subquery(first_of_user.values("text")[:1]), Subquery(first.values("text")[:1])
            )
        )


class Conversation(models.Model):
    """A conversation of its owner with a persona, over one call or several."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        related_name="conversations",
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    persona = models.ForeignKey(
        "voicechat.Persona", verbose_name=_("persona"), on_delete=models.SET_NULL, null=True
    )
    settings = models.JSONField(
        _("settings"), help_text=_("How it was set up when it began, with the persona's name.")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    turn_count = models.PositiveIntegerField(
        _("turns"),
        default=0,
        editable=False,
        help_text=_("How many are stored; kept, so that nobody has to count."),
    )

    objects = ConversationQuerySet.as_manager()

    # Set by ConversationQuerySet.with_first_words().
    first_words: str | None
    # Set by ConversationQuerySet.with_completeness().
    has_user: bool
    has_assistant: bool
    has_failed: bool

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["owner", "-started_at", "-id"], name="conversation_newest_first")
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """The title; without one the first words, or with whom it was."""
        words = getattr(self, "first_words", None) or ""
        return self.title or Truncator(words).chars(70) or self.persona_name

    @property
    def persona_name(self) -> str:
        """The persona's name as it was when the conversation began."""
        return str(self.settings.get("persona", {}).get("name", ""))

    @property
    def persona_emoji(self) -> str:
        """The persona's emoji as it was when the conversation began."""
        return str(self.settings.get("persona", {}).get("emoji", ""))

    @property
    def day(self) -> date:
        """The day on which it began, where the reader is."""
        return timezone.localdate(self.started_at)

    @property
    def duration(self) -> timedelta | None:
        """How long its calls were in all, if it has ended."""
        if self.ended_at is None:
            return None
        return sum((call.duration for call in self.calls.all()), timedelta())

    @property
    def call_count(self) -> int:
        """How many calls it took, without those that could not be connected."""
        return sum(call.was_connected for call in self.calls.all())

    @property
    def marks(self) -> list[str]:
        """What is missing of it, in words."""
        abandoned = Call.EndReason.ABANDONED
        connected = [call for call in self.calls.all() if call.was_connected]
        return completeness.marks(
            has_ended=self.ended_at is not None,
            was_abandoned=any(call.end_reason == abandoned for call in connected),
            has_user=self.has_user,
            has_assistant=self.has_assistant,
            has_failed=self.has_failed,
        )

    def passages(self) -> Iterator[tuple[str, list[Turn]]]:
        """Give what was said call by call, each with words on what lies before it."""
        calls = {call.pk: call for call in self.calls.all()}
        before = None
        for pk, turns in groupby(self.turns.all(), key=lambda turn: turn.call_id):
            call = calls.get(pk)  # None: begun since the calls were read
            yield call.since(before) if call and before else "", list(turns)
            before = call

    @classmethod
    def begin(
        cls,
        owner: "User",
        persona: Persona,
        session: SessionSettings,
        *,
        is_reserved: bool = False,
    ) -> "Call":
        """Store a new conversation with a persona, set up as `session` says, and its first call."""
        kept = session.snapshot()
        kept["persona"] = persona.snapshot()
        with transaction.atomic():
            conversation = cls.objects.create(owner=owner, persona=persona, settings=kept)
            return Call.objects.create(
                conversation=conversation, number=1, model=session.model, is_reserved=is_reserved
            )

    @classmethod
    def reserve(
        cls, owner: "User", persona: Persona, session: SessionSettings, *, seconds: int
    ) -> "Call | None":
        """Do the same for a start that may not come; None when enough of these are unused.

        `seconds` is how long the key of such a call is good.
        """
        with transaction.atomic():
            if not Call.objects.has_room_ahead(owner.pk, seconds):
                return None
            return cls.begin(owner, persona, session, is_reserved=True)

    def open_call(self, session: SessionSettings, *, is_reserved: bool = False) -> "Call":
        """Store one more call, with which this conversation goes on."""
        with transaction.atomic():
            # One at a time: two tabs get numbers of their own.
            Conversation.objects.select_for_update().get(pk=self.pk)
            if not is_reserved:
                Conversation.objects.filter(pk=self.pk).update(ended_at=None)
            last = self.calls.aggregate(number=Max("number"))["number"] or 0
            return Call.objects.create(
                conversation=self, number=last + 1, model=session.model, is_reserved=is_reserved
            )

    def reserve_call(self, session: SessionSettings, *, seconds: int) -> "Call | None":
        """Do the same for a start that may not come; None when enough of these are unused."""
        with transaction.atomic():
            if not Call.objects.has_room_ahead(self.owner_id, seconds):
                return None
            return self.open_call(session, is_reserved=True)

    def present_persona(self) -> Persona:
        """Give the persona as it is now; once its owner has lost it, as it was at the beginning."""
        visible = Persona.objects.for_user(self.owner).filter(conversation=self)
        return visible.first() or Persona.from_snapshot(self.settings)

    def correct(self, turn: Turn, text: str) -> None:
        """Put other words in the place of those that were heard, which are kept.

        The words as they were heard take a correction back.
        """
        with transaction.atomic():
            # No late report of the turn is stored between reading and writing it.
            Conversation.objects.select_for_update().get(pk=self.pk)
            turn.refresh_from_db()
            heard = turn.text_as_heard or turn.text
            is_same = text.strip() == heard.strip()
            turn.text, turn.text_as_heard = (heard, "") if is_same else (text, heard)
            turn.save(update_fields=["text", "text_as_heard"])

    def replay(self) -> Replay:
        """Compose what a further call is told of what was said. Two queries, however long it is."""
        said = self.turns.said()
        newest = said.order_by("-position", "-id")[:MOST_TURNS]
        past = [PastTurn(role, text) for role, text in newest.values_list("role", "text")]
        return replay(past, total=said.count(), budget=settings.REPLAY_TOKENS)


class CallQuerySet(models.QuerySet["Call"]):
    """Calls, with those that were reserved and perhaps never started."""

    def has_room_ahead(self, owner: int, seconds: int) -> bool:
        """Say whether a person may reserve one more, having forgotten those of old.

        Within a transaction, whose end lets the next one ask.
        """
        now = timezone.now()
        # One at a time for a person, on whatever node: else two could both be the last.
        get_user_model().objects.select_for_update().get(pk=owner)
        unused = self.filter(conversation__owner=owner, is_reserved=True)
        unused.filter(started_at__lt=now - FORGET_RESERVED_AFTER).forget()
        still_good = unused.filter(started_at__gt=now - timedelta(seconds=seconds))
        return still_good.count() < MOST_RESERVED

    def forget(self) -> int:
        """Delete calls that were never started, and the conversations that have no other.

        Gives how many calls there were.
        """
        of = list(self.values_list("conversation", flat=True))
        self.delete()
        Conversation.objects.filter(pk__in=of, calls=None).delete()
        return len(of)


class Call(models.Model):
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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="calls")
    number = models.PositiveIntegerField(
        _("number"), help_text=_("Counts the calls of a conversation from 1.")
    )
    provider_call_id = models.CharField(_("provider's id"), max_length=128, blank=True)
    model = models.CharField(_("model"), max_length=100)
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

    objects = CallQuerySet.as_manager()

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

    @property
    def duration(self) -> timedelta:
        """From its start to its end; nothing while it has not ended."""
        return max((self.ended_at or self.started_at) - self.started_at, timedelta())

    @property
    def was_connected(self) -> bool:
        """Whether it came to be: a browser may not get the answer to its request for a call."""
        if self.end_reason == self.EndReason.ABANDONED:
            is_socket = self.transport == self.Transport.WEBSOCKET  # which has no id
            return bool(self.provider_call_id or is_socket or self.duration)
        return self.end_reason != self.EndReason.FAILED

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
    ) -> frozenset[str]:
        """Store what the browser reports of this call, all of it or nothing.

        Gives the item ids of turns for which the conversation has no room left. Idempotent: the
        same reports, twice or in another order, leave the same rows, and what is known already is
        not written again. `ended_ms` counts from the call's start; without it the end is now.
        """
        with transaction.atomic():
            # One writer a conversation at a time: two tabs may report the same turns.
            locked = Conversation.objects.select_for_update().only("turn_count")
            conversation = locked.get(pk=self.conversation_id)
            room = max(0, TURNS_PER_CONVERSATION - conversation.turn_count)
            merged = Turn.objects.merge(self, turns, room=room)
            if merged.added:
                conversation.turn_count += merged.added
                conversation.save(update_fields=["turn_count"])
            Usage.objects.add(self, usage)
            head = (provider_call_id, transport, end_reason)
            if self.is_reserved or any(head) or started_ms is not None:
                self._note(started_ms, ended_ms, *head)
        return merged.left_out

    def _note(
        self,
        started_ms: int | None,
        ended_ms: int | None,
        provider_call_id: str,
        transport: Transport | None,
        end_reason: EndReason | None,
    ) -> None:
        """Note what a report says of the call itself. The caller holds the conversation's lock."""
        self.refresh_from_db(fields=NOTED_FIELDS)  # it was read before the lock was had
        before = [getattr(self, name) for name in NOTED_FIELDS]
        self.is_reserved = False
        self.provider_call_id = self.provider_call_id or provider_call_id
        if transport == self.Transport.WEBSOCKET:  # which WebRTC falls back to, never the reverse
            self.transport = transport
        if started_ms is not None and self.waited_ms is None:
            self._begin_later(started_ms)
        if end_reason:
            self._end(end_reason, ended_ms)
        if [getattr(self, name) for name in NOTED_FIELDS] != before:
            self.save(update_fields=NOTED_FIELDS)
            Conversation.objects.filter(pk=self.conversation_id).date_by_calls()

    def _begin_later(self, waited_ms: int) -> None:
        """Note how long its key waited for the start, even after the call has ended."""
        waited, now = timedelta(milliseconds=waited_ms), timezone.now()
        self.waited_ms = waited_ms
        self.started_at = min(now, self.started_at + waited)
        if self.ended_at:
            self.ended_at = min(now, self.ended_at + waited)

    def _end(self, reason: EndReason, after_ms: int | None) -> None:
        """Note an end, `after_ms` from the start, or now, unless a better one is known."""
        ended_at = timezone.now()
        if after_ms is not None:
            ended_at = min(ended_at, self.started_at + timedelta(milliseconds=after_ms))
        known = self.ended_at and end_strength(reason=self.end_reason, ended_at=self.ended_at)
        if not known or end_strength(reason=reason, ended_at=ended_at) > known:
            self.ended_at, self.end_reason = ended_at, reason
