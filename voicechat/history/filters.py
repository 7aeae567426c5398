"""Which of somebody's conversations a list shows."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from voicechat.history import query
from voicechat.history.search.conversations import matching
from voicechat.models import Conversation, Persona, Turn, User
from voicechat.models.conversations import ConversationQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MINUTE = timedelta(minutes=1)
DURATIONS: dict[str, tuple["StrOrPromise", Q]] = {
    "brief": (_("Under 1 minute"), Q(duration__lt=MINUTE)),
    "short": (_("1 to 10 minutes"), Q(duration__gte=MINUTE, duration__lt=10 * MINUTE)),
    "long": (_("10 to 30 minutes"), Q(duration__gte=10 * MINUTE, duration__lt=30 * MINUTE)),
    "longest": (_("30 minutes and more"), Q(duration__gte=30 * MINUTE)),
}
YEARS = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(9000, 1, 1)))


class SearchField(forms.CharField):
    """Words to search for; what cannot be looked for is left out rather than refused."""

    def to_python(self, value: Any) -> str:
        """Give as much of them as a search takes."""
        text = super().to_python(value) or ""
        return text.replace("\0", " ")[: query.MOST_CHARACTERS]


def _day(label: "StrOrPromise") -> forms.DateField:
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
        widget=forms.TextInput(
            {
                "type": "search",
                "maxlength": query.MOST_CHARACTERS,
                "placeholder": _("Titles and what was said"),
            }
        ),
    )
    persona = forms.ModelChoiceField(
        Persona.objects.none(), label=_("Persona"), required=False, empty_label=_("Anybody")
    )
    since = _day(_("From"))
    until = _day(_("To"))
    duration = forms.ChoiceField(
        label=_("Duration"),
        required=False,
        choices=[("", _("Any")), *((name, label) for name, (label, _q) in DURATIONS.items())],
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

    @property
    def has_filters(self) -> bool:
        """Whether more is asked for than words."""
        return bool(self.active_filters)

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields with which one chooses."""
        return [self[name] for name in ("persona", "since", "until", "duration")]

    @property
    def checks(self) -> list[forms.BoundField]:
        """The fields that one ticks."""
        return [self[name] for name in ("starred", "failed")]

    @property
    def query(self) -> str:
        """What is asked for, as in the address."""
        return self._query(self.active)

    @property
    def active_filters(self) -> list[tuple[str, str, str]]:
        """Of each that is asked for beside words: label, value and the query without it."""
        active = self.active
        return [
            (str(self[name].label), self._shown(name, value), self._query(active.keys() - {name}))
            for name, value in active.items()
            if name != "q"
        ]

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
            own = own.filter(DURATIONS[asked["duration"]][1])
        if "starred" in asked:
            own = own.filter(is_starred=True)
        if "failed" in asked:
            failed = Turn.objects.filter(conversation=OuterRef("pk"), state=Turn.State.FAILED)
            own = own.filter(Exists(failed))
        return matching(own, self.user, self.terms)

    def _query(self, names: Collection[str]) -> str:
        return urlencode([(name, self.data[name]) for name in self.fields if name in names])

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value, "SHORT_DATE_FORMAT")
        if name == "duration":
            return str(DURATIONS[value][0])
        return "" if value is True else str(value)


def filtered(user: User, data: Mapping[str, Any]) -> ConversationQuerySet:
    """Give a person's conversations that `data`, as of `request.GET`, asks for, newest first."""
    return HistoryFilter(user, data).apply(Conversation.objects.of(user).not_empty())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
