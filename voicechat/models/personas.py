"""Personas: whom one talks with."""

import re
import uuid
from collections.abc import Collection
from copy import copy
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.first_words import in_readers_words
from voicechat.models.catalogue import SpeechModel, Voice, available
from voicechat.models.changes import Changes
from voicechat.models.mcp import usable
from voicechat.models.users import MOST_MINUTES
from voicechat.plain import many_lines, one_line
from voicechat.realtime.session import JSON, SessionSettings
from voicechat.wishes import CallWishes

if TYPE_CHECKING:
    from voicechat.models.users import User

LANGUAGE_CODES = re.compile(r"^\s*[a-z]{2,3}(\s*,\s*[a-z]{2,3})*\s*$")
OF_LATE = timedelta(days=90)
NOT_COPIED = {"id", "owner", "is_published", "position", "name", "created_at", "updated_at"}
ONE_LINE = {"name", "description", "emoji", "opening_line", "languages"}
MANY_LINES = {"instructions"}
MAX_NAME = 60  # characters
MAX_INSTRUCTIONS = 16_000  # characters
NUMBER = re.compile(r" \d{1,4}$")  # behind the name of a copy
MOST_OWN = 100  # personas of one person
NO_ROOM = _("You have %(most)s personas of your own, as many as one may have. Delete one first.")
NAME_IS_TAKEN = _("There is a persona of this name already. Choose another name.")


class PersonaQuerySet(models.QuerySet["Persona"]):
    """Personas by who may talk with them."""

    def for_user(self, user: "User") -> "PersonaQuerySet":
        """Give the user's own, and the shared ones that are published for them."""
        groups = Persona.groups.through.objects.filter(persona=OuterRef("pk"))
        is_for_them = ~Exists(groups) | Exists(groups.filter(group__user=user))
        return self.filter(Q(owner=user) | Q(is_for_them, owner=None, is_published=True))

    def have_room_for(self, user: "User") -> bool:
        """Say whether a user may make one more of their own."""
        return self.filter(owner=user).count() < MOST_OWN

    def by_use(self, user: "User") -> "list[Persona]":
        """Give first those with whom the user talked most of late, the rest as an admin has them.

        One query more, however many there are.
        """
        lately = user.conversations.of(user).not_empty()
        lately = lately.filter(started_at__gte=timezone.now() - OF_LATE).order_by()
        talks = dict(lately.values_list("persona").annotate(Count("pk")))
        in_order = self.order_by("position", "name")
        return sorted(in_order, key=lambda persona: -talks.get(persona.pk, 0))

    def to_talk_with(self, user: "User") -> "PersonaQuerySet":
        """Give the same, and to those who shape the shared ones also what is not published.

        They are not offered these, but may try one that they name.
        """
        seen = self.for_user(user)
        if not (user.is_staff and user.has_perm("voicechat.change_persona")):
            return seen
        return self.filter(Q(owner=None) | Q(pk__in=seen.values("pk")))


class Persona(models.Model):
    """A character with instructions and a voice: shared by an admin, or one user's own."""

    class TurnDetection(models.TextChoices):
        SERVER_VAD = "server_vad", _("When you pause")
        SEMANTIC_VAD = "semantic_vad", _("When you have finished the thought")

    class NoiseReduction(models.TextChoices):
        NONE = "", _("None")
        NEAR_FIELD = "near_field", _("Headset or phone")
        FAR_FIELD = "far_field", _("Laptop or room microphone")

    class ReasoningEffort(models.TextChoices):
        DEFAULT = "", _("The model's own")
        MINIMAL = "minimal", _("Minimal")
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")
        XHIGH = "xhigh", _("Highest")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="personas",
        help_text=_("Empty: shared with everybody."),
    )
    is_published = models.BooleanField(
        _("published"), default=True, help_text=_("Off: nobody but its owner sees it.")
    )
    groups = models.ManyToManyField(
        Group,
        verbose_name=_("groups"),
        blank=True,
        related_name="personas",
        help_text=_("Who finds a shared one. Empty: everybody."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=MAX_NAME)
    description = models.CharField(_("description"), max_length=200, blank=True)
    emoji = models.CharField(_("emoji"), max_length=8, blank=True)
    instructions = models.TextField(
        _("instructions"),
        max_length=MAX_INSTRUCTIONS,
        validators=[MaxLengthValidator(MAX_INSTRUCTIONS)],  # forms alone look at the length
        help_text=_(
            "Who this is and how they talk. A curious person can read them: no place for secrets."
        ),
    )
    opening_line = models.CharField(
        _("opening line"),
        max_length=500,
        blank=True,
        help_text=_("Said at the start of a call. Empty: the person speaks first."),
    )
    voice = models.CharField(_("voice"), max_length=50, default="marin")
    model = models.CharField(_("model"), max_length=100, default="gpt-realtime-2.1")
    speed = models.FloatField(
        _("speed"),
        default=1.0,
        validators=[MinValueValidator(0.25), MaxValueValidator(1.5)],
        help_text=_("From 0.25 to 1.5; 1 is natural."),
    )
    languages = models.CharField(
        _("spoken languages"),
        max_length=100,
        blank=True,
        validators=[RegexValidator(LANGUAGE_CODES, _("Write codes such as “en, de, ja”."))],
        help_text=_("Codes such as “en, de, ja” help the transcript. Empty: any."),
    )
    turn_detection = models.CharField(
        _("it answers"),
        max_length=20,
        choices=TurnDetection.choices,
        default=TurnDetection.SERVER_VAD,
    )
    noise_reduction = models.CharField(
        _("noise reduction"),
        max_length=20,
        choices=NoiseReduction.choices,
        default=NoiseReduction.NEAR_FIELD,
        blank=True,
    )
    reasoning_effort = models.CharField(
        _("reasoning effort"),
        max_length=10,
        choices=ReasoningEffort.choices,
        default=ReasoningEffort.DEFAULT,
        blank=True,
        help_text=_("More effort, slower answers. Only for models that reason."),
    )
    max_minutes = models.PositiveSmallIntegerField(
        _("longest conversation at one go, in minutes"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)],
        help_text=_("Over an hour it goes on in further calls, as the provider ends each then."),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PersonaQuerySet.as_manager()
    # Of shared ones only: what people do with their own goes when they delete it.
    history = Changes(
        of=lambda persona: persona.owner_id is None,
        excluded_fields=["created_at", "updated_at"],
        m2m_fields=[groups],
    )

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(speed__gte=0.25, speed__lte=1.5), name="persona_speed_in_range"
            ),
            models.CheckConstraint(
                condition=Q(max_minutes__gte=1, max_minutes__lte=MOST_MINUTES),
                name="persona_max_minutes_in_range",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(owner=None), name="persona_shared_name_is_unique"
            ),
            models.UniqueConstraint(fields=["owner", "name"], name="persona_own_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Leave nothing in its words that is no letter, wherever they come from."""
        for write, names in ((one_line, ONE_LINE), (many_lines, MANY_LINES)):
            for name in names - set(exclude or ()):
                setattr(self, name, write(getattr(self, name)))
        super().clean_fields(exclude)

    def clean(self) -> None:
        """Hold voice and model against what is available now."""
        errors = {}
        if not Voice.objects.offered().filter(name=self.voice).exists():
            errors["voice"] = _("This voice is not available. Choose another one.")
        model = SpeechModel.objects.offered().filter(name=self.model).first()
        if model is None:
            errors["model"] = _("This model is not available. Choose another one.")
        elif self.reasoning_effort and not model.reasons:
            errors["reasoning_effort"] = _("This model does not reason: leave it at its own.")
        if errors:
            raise ValidationError(errors)

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Say beside the name that it is taken. The database's constraints would say it of all."""
        super().validate_unique(exclude)
        same = Persona.objects.filter(owner=self.owner_id, name=self.name)
        if "name" not in (exclude or ()) and same.exclude(pk=self.pk).exists():
            raise ValidationError({"name": NAME_IS_TAKEN})

    def copied_to(self, owner: "User") -> "Persona":
        """Make, unsaved, the same as a user's own, under a name that is not among theirs yet.

        It is described in the language of whoever asks, as what it is copied from is shown to them.
        """
        taken = set(Persona.objects.for_user(owner).values_list("name", flat=True))
        stem = NUMBER.sub("", self.name)[: MAX_NAME - len(" 1000")].strip()
        names = (f"{stem} {number}" for number in count(2))
        name = next(name for name in names if name not in taken)
        copied = [each.name for each in self._meta.fields if each.name not in NOT_COPIED]
        copy = Persona(owner=owner, name=name, **{each: getattr(self, each) for each in copied})
        copy.description = in_readers_words(self.description)
        return copy

    def keep(self, owner: "User") -> None:
        """Save it as a user's own. Raises ValidationError where they cannot have it so."""
        self.owner = owner
        try:
            with transaction.atomic():
                # One at a time for a person: else two could both be the last.
                get_user_model().objects.select_for_update().get(pk=owner.pk)
                if self._state.adding and not Persona.objects.have_room_for(owner):
                    raise ValidationError(NO_ROOM, params={"most": MOST_OWN})
                self.save()
        except IntegrityError:  # somebody was quicker since the name was looked up
            raise ValidationError({"name": NAME_IS_TAKEN}) from None

    def snapshot(self) -> dict[str, Any]:
        """Give what a conversation keeps of it beside the session's settings."""
        return {"name": self.name, "emoji": self.emoji, "max_minutes": self.max_minutes}

    @classmethod
    def from_snapshot(cls, kept: dict[str, Any]) -> "Persona":
        """Make, unsaved, the persona that a conversation's settings remember.

        What the person wished for that one call is not part of it, as far as it can be told, nor
        what cannot be had: a model may be withdrawn, and an import may remember anything.
        """
        same = ("model", "voice", "speed", "instructions", "turn_detection", "noise_reduction")
        persona = cls(
            **kept["persona"],
            **{name: kept[name] for name in (*same, "reasoning_effort")},
            languages=", ".join(kept["languages"]),
        )
        persona._mend()
        return persona

    def _mend(self) -> None:
        """Put what can be had in the place of what cannot."""
        self.model = available(SpeechModel, self.model)
        self.voice = available(Voice, self.voice)
        try:
            self.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            for name in error.error_dict.keys() - {"model", "voice"}:
                setattr(self, name, getattr(Persona(), name))

    def session_settings(self) -> SessionSettings:
        """Say, as plain data, how a session with this persona is set up."""
        return SessionSettings(
            model=self.model,
            voice=self.voice,
            speed=self.speed,
            instructions=self.instructions,
            opening_line=self.opening_line,
            languages=[code.strip() for code in self.languages.split(",") if code.strip()],
            turn_detection=self.turn_detection,
            noise_reduction=self.noise_reduction,
            reasoning_effort=self.reasoning_effort,
            transcription_model=settings.TRANSCRIPTION_MODEL,
            tools=self.tools(),
        )

    def tools(self) -> list[JSON]:
        """Say which servers with tools the model may use; nothing secret."""
        return [server.tool() for server, _secret in usable(self)]

    def authorizations(self) -> dict[str, str]:
        """Give what the provider shows each of these servers, by label: secrets, for it alone."""
        return {server.label: secret for server, secret in usable(self) if secret}

    def settings_for(self, wishes: CallWishes) -> SessionSettings:
        """Say how one call with this persona is set up that differs in what is wished.

        Raises ValidationError for what the persona itself could not be given.
        """
        adjusted = copy(self)
        given = wishes.of_persona()
        for name, value in given.items():
            setattr(adjusted, name, value)
        adjusted._check(given)
        return replace(
            adjusted.session_settings(),
            turn_detection=wishes.turn_detection or self.turn_detection,
            eagerness=wishes.eagerness or "",
            wishes=wishes.instructions.strip(),
        )

    def _check(self, given: dict[str, Any]) -> None:
        """Hold what is given against what a persona may be; the rest may be of other days."""
        if not given:
            return
        others = {field.name for field in self._meta.fields} - given.keys()
        try:
            self.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            errors = error.error_dict
            if "reasoning_effort" in errors:  # a wished model that does not reason
                self.reasoning_effort = ""
            if found := {name: errors[name] for name in errors if name in given}:
                raise ValidationError(found) from None


@receiver(pre_delete, sender=Group)
def withdraw_with_its_last_group(instance: Group, origin: object, **kwargs: Any) -> None:
    """Have nobody find what these groups alone were to find: without any it is for everybody."""
    gone = origin if isinstance(origin, models.QuerySet) else [instance]
    others = Persona.groups.through.objects.filter(persona=OuterRef("pk")).exclude(group__in=gone)
    Persona.objects.filter(~Exists(others), groups=instance).update(is_published=False)
