"""Usage: what responses and transcriptions used, and what that cost."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.history.bills import Bill
from voicechat.models.catalogue import Price
from voicechat.models.ledger import Account, Entry, site_day
from voicechat.realtime.prices import TOKEN_KINDS, PriceBook, Tokens, cost
from voicechat.records import UsageRecord

if TYPE_CHECKING:
    from voicechat.models.calls import Call
    from voicechat.models.conversations import Conversation


class UsageManager(models.Manager["Usage"]):
    """Stores what browsers report."""

    def add(self, call: "Call", records: Iterable[UsageRecord]) -> list["Usage"]:
        """Store the records of a call at the prices of their days; give those that are new.

        One that is known already stands. The caller holds the conversation's lock.
        """
        incoming = {(record.kind, record.provider_id): record for record in records}
        if not incoming:
            return []
        kinds, ids = zip(*incoming, strict=True)
        same = self.filter(call=call, kind__in=kinds, provider_id__in=ids).order_by()
        for key in same.values_list("kind", "provider_id"):
            incoming.pop(key, None)
        if not incoming:
            return []
        new = [self.model.from_record(call, record) for record in incoming.values()]
        prices = Price.objects.book(row.model for row in new)
        for row in new:
            row.price(prices)
        return self.bulk_create(new)

    def bills(self, conversation: "Conversation") -> dict[UUID, Bill]:
        """Sum up what each call of a conversation used, by its id. One query."""
        is_response = Q(kind=Usage.Kind.RESPONSE)
        sums = {
            **{name: Sum(name, default=0, filter=is_response) for name in TOKEN_KINDS},
            "cost": Sum("cost", default=Decimal(0)),
            "responses": Count("pk", filter=is_response),
            "priced": Count("cost", filter=is_response),
            "transcriptions": Count("pk", filter=~is_response),
            "priced_transcriptions": Count("cost", filter=~is_response),
        }
        of_calls = self.filter(call__conversation=conversation).order_by().values("call")
        # Under names of their own: those of the columns are taken.
        summed = of_calls.annotate(**{f"of_{name}": sums[name] for name in sums})
        rows = summed.values_list("call", *(f"of_{name}" for name in sums))
        return {call: Bill(**dict(zip(sums, row, strict=True))) for call, *row in rows}


class Usage(models.Model):
    """The tokens of one response or one transcription."""

    class Kind(models.TextChoices):
        RESPONSE = "response", _("response")
        TRANSCRIPTION = "transcription", _("transcription")

    call = models.ForeignKey(
        "voicechat.Call",
        on_delete=models.CASCADE,
        related_name="usage",
        db_index=False,  # the constraint below has an index that begins with it
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    provider_id = models.CharField(_("provider's id"), max_length=128)
    model = models.CharField(_("model"), max_length=100)
    text_input = models.PositiveIntegerField(_("text in"), default=0)
    text_cached = models.PositiveIntegerField(_("text in, cached"), default=0)
    text_output = models.PositiveIntegerField(_("text out"), default=0)
    audio_input = models.PositiveIntegerField(_("audio in"), default=0)
    audio_cached = models.PositiveIntegerField(_("audio in, cached"), default=0)
    audio_output = models.PositiveIntegerField(_("audio out"), default=0)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost in US dollars"),
        max_digits=14,
        decimal_places=10,
        null=True,
        blank=True,
        help_text=_("At the prices of its day. Empty: the price was not known."),
    )
    used_at = models.DateTimeField(_("used"), default=timezone.now, editable=False)
    created_at = models.DateTimeField(_("stored"), default=timezone.now, editable=False)

    objects: ClassVar[UsageManager] = UsageManager()

    class Meta:
        verbose_name = _("usage")
        verbose_name_plural = _("usage")
        ordering = ["id"]
        constraints = [
            # With the call: a browser reports the provider's ids, and must not be able to
            # claim one that belongs to somebody else's call.
            models.UniqueConstraint(
                fields=["call", "kind", "provider_id"], name="usage_is_counted_once"
            ),
            models.CheckConstraint(
                condition=models.Q(text_cached__lte=models.F("text_input"))
                & models.Q(audio_cached__lte=models.F("audio_input")),
                name="usage_cached_is_part_of_input",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.provider_id}"

    @classmethod
    def from_record(cls, call: "Call", record: UsageRecord) -> "Usage":
        """Make an unsaved row without a cost."""
        is_response = record.kind == cls.Kind.RESPONSE
        return cls(
            call=call,
            kind=record.kind,
            provider_id=record.provider_id,
            model=call.model if is_response else call.transcriber,
            seconds=record.seconds,
            used_at=_used_at(call, record.at_ms),
            **asdict(record.tokens),
        )

    def price(self, prices: PriceBook) -> None:
        """Have it cost what it did on its day."""
        tokens = Tokens(**{name: getattr(self, name) for name in TOKEN_KINDS})
        of_day = prices.on(site_day(self.used_at), self.model)
        seconds = self.seconds if self.kind == self.Kind.TRANSCRIPTION else None
        self.cost = cost(tokens, of_day, seconds) if of_day else None

    def entry(self, account: Account) -> Entry:
        """Give what it adds to the ledger; `account` is that of its call."""
        own = account._replace(day=site_day(self.used_at), model=self.model)
        is_response = self.kind == self.Kind.RESPONSE
        amounts = {
            "responses": int(is_response),
            "transcriptions": int(not is_response),
            "unpriced": int(self.cost is None),
            "transcribed_ms": round(1_000 * (self.seconds or 0)),
            "cost": self.cost or Decimal(0),
        }
        return Entry(own, amounts | {name: getattr(self, name) for name in TOKEN_KINDS})


def _used_at(call: "Call", after_ms: int | None) -> datetime:
    """Give the time so long after the call's start: not in the future. Not said: now."""
    now = timezone.now()
    if after_ms is None:
        return min(now, call.ended_at or now)
    return min(now, call.started_at + timedelta(milliseconds=after_ms))
