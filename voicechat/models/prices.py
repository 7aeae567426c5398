"""Prices: what a model costs, and since when."""

from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.models.catalogue import SpeechModel
from voicechat.models.ledger import site_day
from voicechat.realtime.prices import PriceBook, PriceList

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Dollars. With the bounds on what a browser may report, no cost is too large for its column.
MOST_PER_MILLION, MOST_PER_MINUTE = Decimal(1_000), Decimal(100)


def _price(
    label: "StrOrPromise", most: Decimal = MOST_PER_MILLION
) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(
        label,
        max_digits=10,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(most)],
    )


class PriceManager(models.Manager["Price"]):
    """Gives prices as plain data."""

    def book(self, models: Iterable[str]) -> PriceBook:
        """Give the prices of models, by their names, of all days. One query."""
        rows = self.filter(model__name__in=set(models)).select_related("model")
        return PriceBook((row.model.name, row.since, row.prices) for row in rows)

    def today(self) -> dict[str, PriceList]:
        """Give the prices that hold now, by the names of the models that have any."""
        rows = self.filter(since__lte=site_day(timezone.now())).select_related("model")
        return {row.model.name: row.prices for row in rows.order_by("since")}  # the last stands


class Price(models.Model):
    """What a model costs from a day on, in US dollars: per million tokens, or per minute."""

    model = models.ForeignKey(
        SpeechModel, verbose_name=_("model"), on_delete=models.CASCADE, related_name="price_rows"
    )
    since = models.DateField(
        _("since"),
        help_text=_(
            "What is used from this day on costs as much. What is stored already keeps its cost."
        ),
    )
    text_input = _price(_("text in"))
    text_cached = _price(_("text in, cached"))
    text_output = _price(_("text out"))
    audio_input = _price(_("audio in"))
    audio_cached = _price(_("audio in, cached"))
    audio_output = _price(_("audio out"))
    per_minute = _price(_("a minute"), MOST_PER_MINUTE)

    objects: ClassVar[PriceManager] = PriceManager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices, in US dollars per million tokens or per minute")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["model", "since"], name="price_is_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.model}, {self.since}"

    @property
    def prices(self) -> PriceList:
        """The prices as plain data."""
        return PriceList(**{field.name: getattr(self, field.name) for field in fields(PriceList)})
