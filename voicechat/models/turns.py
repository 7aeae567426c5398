"""Turns: what was said, one row an item of the provider's conversation."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from voicechat.records import TurnRecord, strength

if TYPE_CHECKING:
    from voicechat.models.conversations import Call

# Turns of a conversation are in order of one number: the call's in the high bits.
POSITIONS_PER_CALL = 2**32
MERGED_FIELDS = ("position", "state", "text", "start_ms", "end_ms")


class TurnManager(models.Manager["Turn"]):
    """Stores what browsers report."""

    def merge(self, call: "Call", records: Iterable[TurnRecord]) -> None:
        """Store the records of a call, keeping the strongest of each turn.

        At most three queries, whatever the number of records or turns. The caller holds the
        conversation's lock.
        """
        incoming: dict[str, Turn] = {}
        for record in records:
            turn = self.model.from_record(call, record)
            if record.item_id not in incoming or turn.beats(incoming[record.item_id]):
                incoming[record.item_id] = turn
        if not incoming:
            return
        stored = {
            turn.item_id: turn
            for turn in self.filter(conversation=call.conversation_id, item_id__in=incoming)
        }
        self.bulk_create([turn for key, turn in incoming.items() if key not in stored])
        better = []
        for key, old in stored.items():
            if incoming[key].beats(old):
                for name in MERGED_FIELDS:
                    setattr(old, name, getattr(incoming[key], name))
                better.append(old)
        self.bulk_update(better, MERGED_FIELDS)


class Turn(models.Model):
    """One thing that one side said."""

    class Role(models.TextChoices):
        USER = "user", _("You")
        ASSISTANT = "assistant", _("Voice")

    class State(models.TextChoices):
        PENDING = "pending", _("being written down")
        FINAL = "final", _("final")
        INTERRUPTED = "interrupted", _("interrupted")
        FAILED = "failed", _("could not be written down")

    conversation = models.ForeignKey(
        "voicechat.Conversation", on_delete=models.CASCADE, related_name="turns"
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
    created_at = models.DateTimeField(_("stored"), auto_now_add=True)

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
        indexes = [models.Index(fields=["conversation", "position"], name="turn_in_order")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.text[:60]}"

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
        """Say whether this is the stronger report of the same turn. A corrected turn stands."""
        return not other.text_as_heard and self._strength() > other._strength()

    def _strength(self) -> tuple[bool, int, int, str, int, int, int]:
        return strength(
            state=self.state,
            text=self.text,
            position=self.position,
            start_ms=self.start_ms,
            end_ms=self.end_ms,
        )
