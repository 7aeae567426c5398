"""What personas may choose from. Rows, not code: models and voices come and go."""

from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.models.ledger import site_day
from voicechat.realtime.prices import PriceBook, PriceList

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Dollars. With the bounds on what a browser may report, no cost is too large for its column.
MOST_PER_MILLION, MOST_PER_MINUTE = Decimal(1_000), Decimal(100)


def available(kind: "type[SpeechModel | Voice]", name: str) -> str:
    """Give a name if it is available, else the first that is; an empty one where none is."""
    names = list(kind.offered().values_list("name", flat=True))
    return name if name in names else next(iter(names), "")


def choices(kind: "type[SpeechModel | Voice]", current: str) -> list[tuple[str, str]]:
    """Give what can be chosen, in words, and what is chosen now, also where that is gone."""
    offers = [(row.name, f"{row}: {row.description}".removesuffix(": ")) for row in kind.offered()]
    if current in dict(offers):
        return offers
    gone = _("%(name)s (not available)") % {"name": current} if current else _("None is available")
    return [(current, str(gone)), *offers]


class SpeechModel(models.Model):
    """A model of the provider: one that talks, or one that writes down what was said."""

    class Purpose(models.TextChoices):
        TALKS = "talks", _("talks")
        TRANSCRIBES = "transcribes", _("transcribes")

    name = models.CharField(_("name"), max_length=100, unique=True)
    purpose = models.CharField(
        _("purpose"), max_length=11, choices=Purpose.choices, default=Purpose.TALKS
    )
    description = models.CharField(_("description"), max_length=200, blank=True)
    reasons = models.BooleanField(
        _("reasons"), default=False, help_text=_("Understands a reasoning effort.")
    )
    is_available = models.BooleanField(_("available"), default=True)
    shuts_down_on = models.DateField(_("shuts down on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("model")
        verbose_name_plural = _("models")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def offered(cls) -> "QuerySet[SpeechModel]":
        """Give those that a persona may talk with."""
        return cls.objects.filter(purpose=cls.Purpose.TALKS, is_available=True)


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


class Voice(models.Model):
    """A voice that a model can speak with."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    is_available = models.BooleanField(_("available"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name.capitalize()

    @classmethod
    def offered(cls) -> "QuerySet[Voice]":
        """Give those that a persona may speak with."""
        return cls.objects.filter(is_available=True)


class VoiceSample(models.Model):
    """A few words in a voice, kept so that they are paid for once. Deleted, it is made anew."""

    voice = models.ForeignKey(
        Voice, verbose_name=_("voice"), on_delete=models.CASCADE, related_name="samples"
    )
    language = models.CharField(_("language"), max_length=10)
    model = models.CharField(_("spoken by"), max_length=100)
    content_type = models.CharField(_("content type"), max_length=50, default="audio/wav")
    sound = models.BinaryField(_("sound"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("voice sample")
        verbose_name_plural = _("voice samples")
        ordering = ["voice", "language", "model"]
        constraints = [
            models.UniqueConstraint(
                fields=["voice", "language", "model"], name="voice_sample_is_made_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.voice}, {self.language}"
