"""What an admin has to see to, as words with a place to go to."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voicechat.care import Care, ModelState, Trouble, Use, look_after, shutdown
from voicechat.listing import listed
from voicechat.models import McpServer, Persona, SpeechModel, Voice
from voicechat.models.mcp import CredentialError

Row = TypeVar("Row", bound=Model)
MODEL_SETTINGS = ("TRANSCRIPTION_MODEL", "SAMPLE_MODEL")
WORDS: dict[Trouble, "str | Promise"] = {
    Trouble.HAS_SHUT_DOWN: _("%(name)s shut down on %(day)s."),
    Trouble.MODEL_GONE: _("The model %(name)s is not available."),
    Trouble.VOICE_GONE: _("The voice %(name)s is not available."),
}


class Notice(NamedTuple):
    """One thing to see to: what it is, whom it concerns, and where to go."""

    text: str
    whom: str
    url: str
    is_urgent: bool


def with_personas(rows: "QuerySet[Row]", field: str) -> "QuerySet[Any]":
    """Add to models or voices, which personas have in a field, how many do."""
    of_each = Persona.objects.filter(**{field: OuterRef("name")}).order_by().values(field)
    count = of_each.annotate(count=Count("pk")).values("count")
    return rows.annotate(persona_count=Coalesce(Subquery(count), 0))


def personas_of(row: "SpeechModel | Voice", field: str) -> SafeString:
    """Lead to the personas that use a model or a voice. Needs `with_personas`."""
    count: int = row.persona_count  # type: ignore[union-attr]
    return format_html('<a href="{}">{}</a>', _personas(field, row.name), count)


def shutdown_words(model: SpeechModel) -> SafeString | None:
    """Say when a model shuts down, and how soon that is; None where nobody knows of it."""
    day, today = model.shuts_down_on, timezone.localdate()
    if day is None:
        return None
    trouble = shutdown(_state(model), today)
    if trouble is None:
        return format_html("{}", date_format(day))
    text = ngettext("in %(days)s day", "in %(days)s days", (day - today).days)
    words = _("over") if trouble is Trouble.HAS_SHUT_DOWN else text % {"days": (day - today).days}
    return format_html('<span class="missing">{}<br>{}</span>', date_format(day), words)


def notices() -> list[Notice]:
    """Give all there is to see to. A handful of queries, however many personas there are."""
    return [*map(_notice, _cares()), *_lost_credentials()]


def _cares() -> list[Care]:
    used = _personas_by("model")
    named = defaultdict(list)
    for setting in MODEL_SETTINGS:
        named[getattr(settings, setting)].append(setting)
    return look_after(
        map(_state, SpeechModel.objects.all()),
        Voice.objects.offered().values_list("name", flat=True),
        models_used={
            name: Use(personas=used.get(name, 0), settings=tuple(named.get(name, ())))
            for name in used.keys() | named.keys()
        },
        voices_used={name: Use(personas=count) for name, count in _personas_by("voice").items()},
        today=timezone.localdate(),
    )


def _state(model: SpeechModel) -> ModelState:
    return ModelState(
        name=model.name, is_available=model.is_available, shuts_down_on=model.shuts_down_on
    )


def _personas_by(field: str) -> dict[str, int]:
    return dict(Persona.objects.order_by().values_list(field).annotate(Count("pk")))


def _notice(care: Care) -> Notice:
    field = "voice" if care.trouble is Trouble.VOICE_GONE else "model"
    models = reverse("admin:voicechat_speechmodel_changelist")
    return Notice(
        text=_text(care),
        whom=_whom(care.use),
        url=_personas(field, care.name) if care.use.personas else models,
        is_urgent=care.trouble is not Trouble.SHUTS_DOWN,
    )


def _personas(field: str, name: str) -> str:
    return f"{reverse('admin:voicechat_persona_changelist')}?{urlencode({field: name})}"


def _text(care: Care) -> str:
    day = date_format(care.day) if care.day else ""
    if care.trouble is Trouble.SHUTS_DOWN:
        text = ngettext(
            "%(name)s shuts down on %(day)s, in %(days)s day.",
            "%(name)s shuts down on %(day)s, in %(days)s days.",
            care.days,
        )
        return text % {"name": care.name, "day": day, "days": care.days}
    return str(WORDS[care.trouble]) % {"name": care.name, "day": day}


def _whom(use: Use) -> str:
    if not use:
        return str(_("No persona uses it yet, but people may choose it."))
    text = ngettext("%(count)s persona uses it", "%(count)s personas use it", use.personas)
    parts = [text % {"count": use.personas}] if use.personas else []
    parts += [str(_("the setting %s names it") % setting) for setting in use.settings]
    return str(_("%(uses)s.")) % {"uses": listed(parts)}


def _lost_credentials() -> Iterator[Notice]:
    for server in McpServer.objects.exclude(credential="").select_related("persona"):
        try:
            server.authorization()
        except CredentialError as error:
            words = _("%(persona)s: %(reason)s")
            yield Notice(
                text=str(_("The tools “%s” are left out of calls.") % server),
                whom=str(words) % {"persona": server.persona, "reason": error},
                url=reverse("admin:voicechat_persona_change", args=[server.persona_id]),
                is_urgent=True,
            )
