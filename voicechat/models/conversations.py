"""Conversations, and the calls that they are made of."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from voicechat.models.turns import Turn
from voicechat.models.usage import Usage
from voicechat.realtime.session import SessionSettings
from voicechat.records import TurnRecord, UsageRecord

if TYPE_CHECKING:
    from voicechat.models.personas import Persona
    from voicechat.models.users import User


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

    objects = ConversationQuerySet.as_manager()

    # Set by ConversationQuerySet.with_first_words().
    first_words: str | None

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
        """From the start to the end, if it has ended."""
        return self.ended_at - self.started_at if self.ended_at else None

    @classmethod
    def begin(
        cls,
        owner: "User",
        persona: "Persona",
        session: SessionSettings,
        *,
        is_reserved: bool = False,
    ) -> "Call":
        """Store a new conversation with a persona, set up as `session` says, and its first call."""
        kept = session.snapshot()
        kept["persona"] = {"name": persona.name, "emoji": persona.emoji}
        with transaction.atomic():
            conversation = cls.objects.create(owner=owner, persona=persona, settings=kept)
            return Call.objects.create(
                conversation=conversation, number=1, model=session.model, is_reserved=is_reserved
            )

    @classmethod
    def reserve(
        cls, owner: "User", persona: "Persona", session: SessionSettings, *, seconds: int
    ) -> "Call | None":
        """Do the same for a start that may not come; None when enough of these are unused.

        `seconds` is how long the key of such a call is good.
        """
        now = timezone.now()
        with transaction.atomic():
            # One at a time for a person, on whatever node: else two could both be the last.
            get_user_model().objects.select_for_update().get(pk=owner.pk)
            unused = cls.objects.of(owner).filter(calls__is_reserved=True)
            unused.filter(started_at__lt=now - FORGET_RESERVED_AFTER).delete()
            still_good = unused.filter(started_at__gt=now - timedelta(seconds=seconds))
            if still_good.count() >= MOST_RESERVED:
                return None
            return cls.begin(owner, persona, session, is_reserved=True)


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
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(
        _("why it ended"), max_length=20, choices=EndReason.choices, blank=True
    )

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

    def __str__(self) -> str:
        return f"{self.model}, {self.started_at:%Y-%m-%d %H:%M}"

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
    ) -> None:
        """Store what the browser reports of this call, all of it or nothing.

        Idempotent: the same reports, twice or in another order, leave the same rows. `ended_ms`
        counts from the call's start; without it the end is now.
        """
        with transaction.atomic():
            # One writer a conversation at a time: two tabs may report the same turns.
            Conversation.objects.select_for_update().get(pk=self.conversation_id)
            self._claim(started_ms or 0)
            Turn.objects.merge(self, turns)
            Usage.objects.add(self, usage)
            if provider_call_id and not self.provider_call_id:
                self.provider_call_id = provider_call_id
                self.save(update_fields=["provider_call_id"])
            if transport:
                self.transport = transport
                self.save(update_fields=["transport"])
            if end_reason:
                self._finish(end_reason, ended_ms)

    def _claim(self, after_ms: int) -> None:
        """Note that a reserved call has been started, so long after it was reserved; once."""
        started_at = self.started_at + timedelta(milliseconds=after_ms)
        reserved = Call.objects.filter(pk=self.pk, is_reserved=True)
        if self.is_reserved and reserved.update(is_reserved=False, started_at=started_at):
            Conversation.objects.filter(pk=self.conversation_id).update(started_at=started_at)
            self.is_reserved, self.started_at = False, started_at

    def _finish(self, reason: EndReason, after_ms: int | None) -> None:
        """Note the end, `after_ms` from the start, or now; the first word on it stands."""
        ended_at = timezone.now()
        if after_ms is not None:
            ended_at = min(ended_at, self.started_at + timedelta(milliseconds=after_ms))
        call = Call.objects.filter(pk=self.pk, ended_at=None)
        if call.update(ended_at=ended_at, end_reason=reason):
            Conversation.objects.filter(pk=self.conversation_id).update(ended_at=ended_at)
