"""Personas: whom people talk with."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicechat.admin.parts import as_json
from voicechat.models import Persona, SpeechModel, Voice
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
            current = getattr(self.instance, name)
            self.fields[name].widget = forms.Select(choices=choices(kind, current))


@admin.register(Persona)
class PersonaAdmin(admin.ModelAdmin[Persona]):
    """Personas: shared ones, and those that users made."""

    form = PersonaForm
    list_display = ["face", "description", "voice", "model", "owner", "is_published", "talk"]
    list_display_links = ["face"]
    list_filter = ["is_published", ("owner", admin.EmptyFieldListFilter), "voice", "model"]
    search_fields = ["name", "description", "instructions", "owner__email"]
    autocomplete_fields = ["owner"]
    filter_horizontal = ["groups"]
    list_select_related = ["owner"]
    readonly_fields = ["session_preview", "created_at", "updated_at"]
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

    actions = ["publish", "withdraw"]

    @admin.action(description=_("Publish the selected personas"))
    def publish(self, request: HttpRequest, personas: QuerySet[Persona]) -> None:
        """Let everybody find them."""
        personas.update(is_published=True)

    @admin.action(description=_("Withdraw the selected personas"))
    def withdraw(self, request: HttpRequest, personas: QuerySet[Persona]) -> None:
        """Let nobody start a call with them; conversations keep what they began with."""
        personas.update(is_published=False)

    @admin.display(description=_("persona"), ordering="name")
    def face(self, persona: Persona) -> str:
        """Show emoji and name."""
        return f"{persona.emoji} {persona.name}".strip()

    @admin.display(description=_("try"))
    def talk(self, persona: Persona) -> SafeString:
        """Link to a call with this persona."""
        url = f"{reverse('call')}?persona={persona.pk}"
        return format_html('<a href="{}">{}</a>', url, _("Talk"))

    @admin.display(description=_("session that is requested"))
    def session_preview(self, persona: Persona) -> SafeString:
        """Show the saved persona's session as it is sent to the provider."""
        return as_json(session_payload(persona.session_settings()))
