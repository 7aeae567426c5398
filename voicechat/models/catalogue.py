"""What personas may choose from. Rows, not code: models and voices come and go."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from voicechat.first_words import in_readers_words
from voicechat.models.changes import Changes

if TYPE_CHECKING:
    pass


def available(kind: "type[SpeechModel | Voice]", name: str) -> str:
    """Give a name if it is available, else the first that is; an empty one where none is."""
    names = list(kind.objects.offered().values_list("name", flat=True))
    return name if name in names else next(iter(names), "")


def choices(kind: "type[SpeechModel | Voice]", current: str) -> list[tuple[str, str]]:
    """Give what can be chosen, in words, and what is chosen now, also where that is gone."""
    offers = [(row.name, row.in_words) for row in kind.objects.offered()]
    if current in dict(offers):
        return offers
    gone = _("%(name)s (not available)") % {"name": current} if current else _("None is available")
    return [(current, str(gone)), *offers]


class SpeechModelQuerySet(models.QuerySet["SpeechModel"]):
    """Models by whether one may have them."""

    def offered(self) -> Self:
        """Give those that one can talk with: available, and not shut down yet."""
        goes_on = models.Q(shuts_down_on=None) | models.Q(shuts_down_on__gt=timezone.localdate())
        return self.filter(goes_on, purpose="talks", is_available=True)


class VoiceQuerySet(models.QuerySet["Voice"]):
    """Voices by whether one may have them."""

    def offered(self) -> Self:
        """Give those that are available."""
        return self.filter(is_available=True)


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

    objects = SpeechModelQuerySet.as_manager()
    history = Changes()

    class Meta:
        verbose_name = _("model")
        verbose_name_plural = _("models")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """The name with what is good to know."""
        words = f"{self}: {in_readers_words(self.description)}".removesuffix(": ")
        if self.shuts_down_on is None:
            return words
        day = date_format(self.shuts_down_on)
        return str(_("%(model)s (shuts down on %(day)s)")) % {"model": words, "day": day}


class Voice(models.Model):
    """A voice that a model can speak with."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    is_available = models.BooleanField(_("available"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = VoiceQuerySet.as_manager()
    history = Changes()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name.capitalize()

    @property
    def in_words(self) -> str:
        """The name with what is good to know."""
        return f"{self}: {in_readers_words(self.description)}".removesuffix(": ")


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
