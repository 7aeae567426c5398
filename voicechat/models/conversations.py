"""Conversations."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Prefetch, Subquery, Sum, When
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from voicechat.history import completeness
from voicechat.history.replay import MOST_TURNS, PastTurn, Replay, replay
from voicechat.history.titles import ENOUGH_TO_TELL, MAX_TITLE, made_title
from voicechat.models.calls import Call
from voicechat.models.personas import Persona
from voicechat.models.search import Fold
from voicechat.models.turns import Turn
from voicechat.plain import one_line
from voicechat.realtime.session import SessionSettings

if TYPE_CHECKING:
    from voicechat.models.users import User


# A browser that lost its network reports a start late; what nobody reported by then was not one.
FORGET_RESERVED_AFTER = timedelta(days=7)
UNDO_DAYS = 30  # how long one may have a deleted conversation back


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Conversations of one owner, as lists show them."""

    def of(self, user: "User") -> Self:
        """Give one person's conversations, without those that they deleted."""
        return self.filter(owner=user, deleted_at=None)

    def deleted_by(self, user: "User") -> Self:
        """Give those that a person deleted and may still have back."""
        return self.filter(owner=user).exclude(deleted_at=None)

    def not_empty(self) -> Self:
        """Leave out those in which nothing was said."""
        return self.filter(turn_count__gt=0)

    def begun(self) -> Self:
        """Leave out those for which only a key was asked, ahead of a start that did not come."""
        started = Call.objects.filter(conversation=OuterRef("pk"), is_reserved=False)
        return self.filter(Exists(started))

    def date_by_calls(self) -> None:
        """Have each begin with its first call, and end with the last that ends once all have."""
        calls = Call.objects.filter(conversation=OuterRef("pk"), is_reserved=False)
        last_end = Subquery(calls.order_by("-ended_at").values("ended_at")[:1])
        of_each = calls.order_by().values("conversation")
        talked = of_each.annotate(talked=Sum(F("ended_at") - F("started_at"))).values("talked")
        goes_on = When(Exists(calls.filter(ended_at=None)), then=None)
        self.update(
            started_at=Subquery(calls.order_by("number").values("started_at")[:1]),
            ended_at=Case(goes_on, default=last_end),
            duration=Case(goes_on, default=Subquery(talked)),
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
        """Add what `heading` and `first_words` need: how its first lines begin."""
        said = Turn.objects.filter(conversation=OuterRef("pk")).exclude(text="")
        starts = said.order_by("position").values(start=Left("text", ENOUGH_TO_TELL))
        of_user = starts.filter(role=Turn.Role.USER)
        of_voice = starts.filter(role=Turn.Role.ASSISTANT)
        return self.annotate(
            first_said=Subquery(of_user[:1]),
            second_said=Subquery(of_user[1:2]),
            first_reply=Subquery(of_voice[:1]),
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
    title = models.CharField(_("title"), max_length=MAX_TITLE, blank=True)
    title_folded = models.GeneratedField(
        expression=Fold("title"), output_field=models.TextField(), db_persist=True
    )
    persona = models.ForeignKey(
        "voicechat.Persona", verbose_name=_("persona"), on_delete=models.SET_NULL, null=True
    )
    settings = models.JSONField(
        _("settings"), help_text=_("How it was set up when it began, with the persona's name.")
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    duration = models.DurationField(
        _("duration"),
        null=True,
        editable=False,
        help_text=_("How long its calls were in all. Empty: it has not ended."),
    )
    is_starred = models.BooleanField(_("starred"), default=False)
    deleted_at = models.DateTimeField(
        _("deleted"),
        null=True,
        blank=True,
        help_text=_("Its owner may have it back for a while."),
    )
    turn_count = models.PositiveIntegerField(
        _("turns"),
        default=0,
        editable=False,
        help_text=_("How many are stored; kept, so that nobody has to count."),
    )

    objects = ConversationQuerySet.as_manager()

    # Set by ConversationQuerySet.with_first_words(), None where there is no such line.
    first_said: str | None = None
    second_said: str | None = None
    first_reply: str | None = None
    # Set by ConversationQuerySet.with_completeness().
    has_user: bool
    has_assistant: bool
    has_failed: bool

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["owner", "-started_at", "-id"], name="conversation_newest_first"),
            # Few, and looked for to be removed.
            models.Index(
                fields=["deleted_at"],
                name="conversation_deleted",
                condition=~models.Q(deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """The title; without one what is made of the first words, or with whom it was."""
        return self.title or self._made_title or self.persona_name

    @cached_property
    def _made_title(self) -> str:
        said = (self.first_said or "", self.second_said or "")
        return made_title(said, self.first_reply or "")

    @property
    def first_words(self) -> str:
        """How that begins what the person said first; else what the voice said first."""
        return self.first_said or self.first_reply or ""

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

    def rename(self, title: str) -> None:
        """Give it a title, on one line; an empty one gives back what is made of its words."""
        self.title = one_line(title)[:MAX_TITLE]
        self.save(update_fields=["title"])

    def star(self, *, is_starred: bool) -> None:
        """Mark it as one of those that matter, or no longer."""
        self.is_starred = is_starred
        self.save(update_fields=["is_starred"])

    def put_away(self) -> None:
        """Delete it in such a way that it may be had back for a while."""
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at"])

    def have_back(self) -> None:
        """Take its deletion back. What came in since then is there, too."""
        self.deleted_at = None
        self.save(update_fields=["deleted_at"])

    @property
    def days_left(self) -> int:
        """For how many days a deleted one may still be had back."""
        since = timezone.now() - (self.deleted_at or timezone.now())
        return max(0, UNDO_DAYS - since.days)

    def passages(
        self, turns: Iterable[Turn], *, after: Turn | None = None
    ) -> Iterator[tuple[str, list[Turn]]]:
        """Give some turns, which are in order, call by call, with words on what lies before each.

        `after` is the turn right before them. Each turn has its call at hand.
        """
        calls = {call.pk: call for call in self.calls.all()}
        before = calls.get(after.call_id) if after else None
        for pk, of_call in groupby(turns, _call_id):
            call = calls.get(pk)  # None: begun since the calls were read
            said = list(of_call)
            if call:
                for turn in said:
                    turn.call = call  # else each would ask for it
            yield call.since(before) if call and before and call != before else "", said
            before = call

    @classmethod
    def begin(
        cls,
        owner: "User",
        persona: Persona,
        session: SessionSettings,
        **terms: Any,
    ) -> "Call":
        """Store a new conversation with a persona, set up as `session` says, and its first call.

        `terms` are what is to be known of the call beside that.
        """
        kept = session.snapshot()
        kept["persona"] = persona.snapshot()
        with transaction.atomic(savepoint=False):
            conversation = cls.objects.create(owner=owner, persona=persona, settings=kept)
            return Call.of_session(conversation, 1, session, **terms)

    def open_call(
        self, session: SessionSettings, *, is_reserved: bool = False, **terms: Any
    ) -> "Call":
        """Store one more call, with which this conversation goes on; `terms` as of `begin`."""
        with transaction.atomic(savepoint=False):
            self.lock()  # one at a time: two tabs get numbers of their own
            if not is_reserved:
                Conversation.objects.filter(pk=self.pk).update(ended_at=None, duration=None)
            last = self.calls.aggregate(number=Max("number"))["number"] or 0
            return Call.of_session(self, last + 1, session, is_reserved=is_reserved, **terms)

    @classmethod
    def forget(cls, unused: "models.QuerySet[Call]") -> int:
        """Delete calls that were never started, and the conversations that have no other.

        Gives how many calls there were.
        """
        of = list(unused.values_list("conversation", flat=True))
        unused.delete()
        cls.objects.filter(pk__in=of, calls=None).delete()
        cls.objects.filter(pk__in=of).begun().date_by_calls()
        return len(of)

    def lock(self) -> "Conversation":
        """Have nobody else change it until the transaction ends; give what is kept of it."""
        return (
            Conversation.objects.select_for_update().only("turn_count", "persona").get(pk=self.pk)
        )

    def date_by_calls(self) -> None:
        """Have it begin and end as its calls do."""
        Conversation.objects.filter(pk=self.pk).date_by_calls()

    def present_persona(self) -> Persona:
        """Give the persona as it is now; once its owner has lost it, as it was at the beginning."""
        visible = Persona.objects.to_talk_with(self.owner).filter(conversation=self)
        return visible.first() or Persona.from_snapshot(self.settings)

    def correct(self, turn: Turn, text: str) -> None:
        """Put other words in the place of those that were heard, which are kept.

        The words as they were heard take a correction back.
        """
        with transaction.atomic():
            self.lock()  # no late report of the turn is stored between reading and writing it
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


def _call_id(turn: Turn) -> UUID:
    return turn.call_id
