"""Personas: whom people talk with."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from simple_history.models import to_historic

from voicechat.admin.changes import ChangesMixin
from voicechat.admin.parts import UsableInitialMixin, as_json, check_key
from voicechat.admin.persona_files import PersonaFilesMixin
from voicechat.admin.persona_steps import PersonaStepsMixin
from voicechat.admin.tools import McpServerInline, tool_changes
from voicechat.care import SOON
from voicechat.models import Conversation, Persona, SpeechModel, Voice
from voicechat.models.catalogue import choices
from voicechat.realtime.session import session_payload


class PersonaForm(forms.ModelForm[Persona]):
    """A persona, with what is available to choose from."""

    class Meta:
        widgets = {
            name: forms.TextInput(attrs={"class": "vLargeTextField"})
            for name in ("description", "opening_line")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("voice", Voice), ("model", SpeechModel)):
            if name in self.fields:  # not for those who may only look
                current = getattr(self.instance, name)
                self.fields[name].widget = forms.Select(choices=choices(kind, current))
        if version := to_historic(self.instance):
            then = version.groups.values("group")
            self.initial["groups"] = list(Group.objects.filter(pk__in=then))


@admin.register(Persona)
class PersonaAdmin(
    UsableInitialMixin,
    PersonaStepsMixin,
    PersonaFilesMixin,
    ChangesMixin,
    admin.ModelAdmin[Persona],
):
    """Personas: shared ones, and those that users made."""

    form = PersonaForm
    list_display = ["face", "talk", "description", "speaks", "runs_on", "owner", "is_published"]
    list_display += ["used"]
    list_display_links = ["face"]
    list_filter = [
        "is_published",
        ("owner", admin.EmptyFieldListFilter),
        "groups",
        "voice",
        "model",
    ]
    search_fields = ["name", "description", "instructions", "owner__email"]
    autocomplete_fields = ["owner"]
    filter_horizontal = ["groups"]
    list_select_related = ["owner"]
    readonly_fields = ["session_preview", "created_at", "updated_at"]
    inlines = [McpServerInline]
    fieldsets = [
        (None, {"fields": ["name", "emoji", "description", "is_published", "position"]}),
        (_("Who finds it"), {"fields": ["owner", "groups"]}),
        (_("Character"), {"fields": ["instructions", "opening_line", "languages"]}),
        (_("Voice"), {"fields": ["voice", "model", "speed", "reasoning_effort"]}),
        (_("Call"), {"fields": ["turn_detection", "noise_reduction", "max_minutes"]}),
        (
            _("Preview"),
            {"fields": ["session_preview", "created_at", "updated_at"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Persona]:
        """Add what the list says of each, so that it asks no more however many there are."""
        talks = Conversation.objects.filter(persona=OuterRef("pk"), turn_count__gt=0)
        grouped = talks.order_by().values("persona")
        soon = timezone.localdate() + SOON
        ending = SpeechModel.objects.filter(name=OuterRef("model"), shuts_down_on__lte=soon)
        personas: QuerySet[Persona] = super().get_queryset(request)
        return personas.annotate(
            talks=Subquery(grouped.annotate(count=Count("pk")).values("count")),
            last_talk=Subquery(grouped.annotate(last=Max("started_at")).values("last")),
            has_voice=Exists(Voice.objects.offered().filter(name=OuterRef("voice"))),
            has_model=Exists(SpeechModel.objects.offered().filter(name=OuterRef("model"))),
            model_ends=Subquery(ending.values("shuts_down_on")),
        )

    @method_decorator(sensitive_post_parameters())
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what is entered, credentials perhaps, out of reports of errors."""
        answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return answer

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what was changed of its tools, too."""
        check_key(Persona, object_id)
        extra = {"tool_changes": tool_changes(object_id), **(extra_context or {})}
        answer: HttpResponse = super().history_view(request, object_id, extra)
        return answer

    @admin.display(description=_("persona"), ordering="name")
    def face(self, persona: Persona) -> str:
        """Show emoji and name."""
        return f"{persona.emoji} {persona.name}".strip()

    @admin.display(description=_("voice"), ordering="voice")
    def speaks(self, persona: Persona) -> str | SafeString:
        """Show the voice, and whether there is no such voice any more."""
        return persona.voice if persona.has_voice else _warned(persona.voice, _("not available"))  # type: ignore[attr-defined]

    @admin.display(description=_("model"), ordering="model")
    def runs_on(self, persona: Persona) -> str | SafeString:
        """Show the model, and whether there is none such any more, or soon."""
        ends = persona.model_ends  # type: ignore[attr-defined]
        if ends and persona.has_model:  # type: ignore[attr-defined]
            return _warned(persona.model, _("until %s") % date_format(ends))
        return persona.model if persona.has_model else _warned(persona.model, _("not available"))  # type: ignore[attr-defined]

    @admin.display(description=_("used"), ordering="last_talk")
    def used(self, persona: Persona) -> str:
        """Show how often people talked with it, and when they did last."""
        count, last = persona.talks, persona.last_talk  # type: ignore[attr-defined]
        if not count:
            return str(_("none"))
        day = date_format(timezone.localtime(last), "SHORT_DATE_FORMAT")
        return str(_("%(count)s, last on %(day)s")) % {"count": count, "day": day}

    @admin.display(description=_("try"))
    def talk(self, persona: Persona) -> str | SafeString:
        """Link to a call with this persona, published or not."""
        if persona.owner_id:
            return "–"  # its owner's alone
        url = f"{reverse('call')}?persona={persona.pk}"
        return format_html('<a href="{}">{}</a>', url, _("Try it now"))

    @admin.display(description=_("session that is requested"))
    def session_preview(self, persona: Persona) -> SafeString:
        """Show the saved persona's session as it is sent to the provider, without credentials."""
        return as_json(session_payload(persona.session_settings()))


def _warned(name: str, words: "str | Promise") -> SafeString:
    return format_html('<span class="missing">{}<br>{}</span>', name, words)
