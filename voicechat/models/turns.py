"""Turns: what was said, one row an item of the provider's conversation."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.records import TurnRecord, strength

if TYPE_CHECKING:
    from voicechat.models.calls import Call

# Turns of a conversation are in order of one number: the call's in the high bits.
POSITIONS_PER_CALL = 2**32
FINISHED = ("final", "interrupted")
TURNS_PER_CONVERSATION = 20_000  # a week of talking
MERGED_FIELDS = ("call", "position", "role", "state", "start_ms", "end_ms")


class Merged(NamedTuple):
    """How many turns were added, and the item ids of those for which there was no room."""

    added: int
    left_out: frozenset[str]


class TurnManager(models.Manager["Turn"]):
    """Stores what browsers report."""

    def said(self) -> "models.QuerySet[Turn]":
        """Give the turns whose words will stay, of a reply those that were heard."""
        return self.filter(state__in=FINISHED).exclude(text="")

    def merge(self, call: "Call", records: Iterable[TurnRecord], *, room: int) -> Merged:
        """Store the records of a call, keeping the strongest of each turn; add `room` at most.

        One query for what is stored of them, and one each to add and to change where there is
        something to. The caller holds the conversation's lock.
        """
        incoming = self._strongest(call, records)
        if not incoming:
            return Merged(0, frozenset())
        same = self.filter(conversation=call.conversation_id, item_id__in=incoming)
        same = same.order_by()  # else SQLite reads the whole conversation, as it is in order
        stored = {turn.item_id: turn for turn in same}
        new = [turn for key, turn in incoming.items() if key not in stored]
        added = self.bulk_create(new[:room])
        changed = [turn for key, turn in stored.items() if turn.take_over(incoming[key])]
        self.bulk_update(changed, [*MERGED_FIELDS, "text", "text_as_heard"])
        return Merged(len(added), frozenset(turn.item_id for turn in new[room:]))

    def _strongest(self, call: "Call", records: Iterable[TurnRecord]) -> dict[str, "Turn"]:
        """Make an unsaved turn of the strongest record of each item."""
        strongest: dict[str, Turn] = {}
        for record in records:
            turn = self.model.from_record(call, record)
            if record.item_id not in strongest or turn.beats(strongest[record.item_id]):
                strongest[record.item_id] = turn
        return strongest


class Turn(models.Model):
    """One thing that one side said."""

    class Role(models.TextChoices):
        USER = "user", _("Person")
        ASSISTANT = "assistant", _("Voice")

    class State(models.TextChoices):
        PENDING = "pending", _("being written down")
        FINAL = "final", _("final")
        INTERRUPTED = "interrupted", _("interrupted")
        FAILED = "failed", _("could not be written down")

    conversation = models.ForeignKey(
        "voicechat.Conversation",
        on_delete=models.CASCADE,
        related_name="turns",
        db_index=False,  # the index below begins with it
    )
    call = models.ForeignKey("voicechat.Call", on_delete=models.CASCADE, related_name="turns")
    item_id = models.CharField(_("item"), max_length=128)
    position = models.BigIntegerField(_("position"))
    role = models.CharField(_("speaker"), max_length=10, choices=Role.choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    text = models.TextField(_("text"), blank=True)
    text_as_heard = models.TextField(
        _("text as first heard"), blank=True, help_text=_("Kept when the text was corrected.")
    )
    start_ms = models.PositiveIntegerField(_("start (ms)"), null=True, blank=True)
    end_ms = models.PositiveIntegerField(_("end (ms)"), null=True, blank=True)
    created_at = models.DateTimeField(_("stored"), default=timezone.now, editable=False)

    objects: ClassVar[TurnManager] = TurnManager()

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "item_id"], name="turn_item_is_unique_in_conversation"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["user", "assistant"]), name="turn_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "final", "interrupted", "failed"]),
                name="turn_state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "position"], name="turn_in_order"),
            # Few, and asked for by every list of conversations.
            models.Index(
                fields=["conversation"], name="turn_failed", condition=models.Q(state="failed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.text[:60]}"

    @property
    def is_said(self) -> bool:
        """Whether it has words that will stay."""
        return self.state in FINISHED and self.text != ""

    @property
    def said_at(self) -> datetime | None:
        """When it began to be said, if that is known."""
        if self.start_ms is None:
            return None
        return self.call.started_at + timedelta(milliseconds=self.start_ms)

    @classmethod
    def from_record(cls, call: "Call", record: TurnRecord) -> "Turn":
        """Make an unsaved turn of a call from what a browser reported."""
        return cls(
            conversation_id=call.conversation_id,
            call=call,
            item_id=record.item_id,
            position=call.number * POSITIONS_PER_CALL + record.position,
            role=record.role,
            state=record.state,
            text=record.text,
            start_ms=record.start_ms,
            end_ms=record.end_ms,
        )

    def beats(self, other: "Turn") -> bool:
        """Say whether this is the stronger report of the same turn."""
        return self._strength() > other._strength()

    def take_over(self, report: "Turn") -> bool:
        """Become what a stronger report says; give whether it is stronger.

        A correction stands: then what changes is what was heard.
        """
        if not report.beats(self):
            return False
        for name in MERGED_FIELDS:
            setattr(self, name, getattr(report, name))
        if self.text_as_heard:
            # Never to nothing, which would say that the text is not a correction.
            self.text_as_heard = report.text or self.text_as_heard
        else:
            self.text = report.text
        return True

    def _strength(self) -> tuple[bool, int, int, str, int, int, int, str]:
        return strength(
            state=self.state,
            text=self.text_as_heard or self.text,
            position=self.position,
            start_ms=self.start_ms,
            end_ms=self.end_ms,
            role=self.role,
        )
