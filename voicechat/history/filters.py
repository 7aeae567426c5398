"""Which of somebody's conversations a list shows."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from voicechat.history import query
from voicechat.history.search.conversations import matching
from voicechat.models import Conversation, Persona, Turn, User
from voicechat.models.conversations import ConversationQuerySet

MINUTE = timedelta(minutes=1)
DURATIONS = {
    "brief": Q(duration__lt=MINUTE),
    "short": Q(duration__gte=MINUTE, duration__lt=10 * MINUTE),
    "long": Q(duration__gte=10 * MINUTE, duration__lt=30 * MINUTE),
    "longest": Q(duration__gte=30 * MINUTE),
}
YEARS = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(9000, 1, 1)))


class SearchField(forms.CharField):
    """Words to search for; what cannot be looked for is left out rather than refused."""

    def to_python(self, value: Any) -> str:
        """Give as much of them as a search takes."""
        text = super().to_python(value) or ""
        return text.replace("\0", " ")[: query.MOST_CHARACTERS]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        validators=YEARS,
    )


class HistoryFilter(forms.Form):
    """What the list is asked for. A value that makes no sense is left out, and said to be."""

    q = SearchField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput({"type": "search", "maxlength": query.MOST_CHARACTERS}),
    )
    persona = forms.ModelChoiceField(
        Persona.objects.none(), label=_("Persona"), required=False, empty_label=_("Anybody")
    )
    since = _day(_("From"))
    until = _day(_("To"))
    duration = forms.ChoiceField(
        label=_("Duration"),
        required=False,
        choices=[
            ("", _("Any")),
            ("brief", _("Under 1 minute")),
            ("short", _("1 to 10 minutes")),
            ("long", _("10 to 30 minutes")),
            ("longest", _("30 minutes and more")),
        ],
    )
    starred = forms.BooleanField(label=_("Starred"), required=False)
    failed = forms.BooleanField(label=_("With lines that failed"), required=False)

    def __init__(self, user: User, data: Mapping[str, Any]) -> None:
        """Read what the list of a person's conversations is asked for, as of `request.GET`."""
        super().__init__(data)
        self.user = user
        own = Conversation.objects.of(user).filter(persona=OuterRef("pk"))
        personas = cast("forms.ModelChoiceField[Persona]", self.fields["persona"])
        personas.queryset = Persona.objects.filter(Exists(own))
        self.is_valid()

    @property
    def terms(self) -> list[str]:
        """The folded terms that are searched for."""
        return query.terms(self.cleaned_data["q"])

    @property
    def active(self) -> dict[str, Any]:
        """What is asked for, by field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, own: ConversationQuerySet) -> ConversationQuerySet:
        """Leave those conversations of the person that are asked for."""
        asked = self.active
        if "persona" in asked:
            own = own.filter(persona=asked["persona"])
        if "since" in asked:
            own = own.filter(started_at__gte=_midnight(asked["since"]))
        if "until" in asked:
            own = own.filter(started_at__lt=_midnight(asked["until"] + timedelta(days=1)))
        if "duration" in asked:
            own = own.filter(DURATIONS[asked["duration"]])
        if "starred" in asked:
            own = own.filter(is_starred=True)
        if "failed" in asked:
            failed = Turn.objects.filter(conversation=OuterRef("pk"), state=Turn.State.FAILED)
            own = own.filter(Exists(failed))
        return matching(own, self.user, self.terms)


def filtered(user: User, data: Mapping[str, Any]) -> ConversationQuerySet:
    """Give a person's conversations that `data`, as of `request.GET`, asks for, newest first."""
    return HistoryFilter(user, data).apply(Conversation.objects.of(user).not_empty())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
