"""What people talk with, who they are, and what they said."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicechat.models import (
    Call,
    Conversation,
    Persona,
    SpeechModel,
    Turn,
    User,
    Voice,
    VoiceSample,
)
from voicechat.realtime.session import session_payload


def _as_json(value: Any) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False))


class PersonaForm(forms.ModelForm[Persona]):
    """A persona, with what is available to choose from."""

    class Meta:
        widgets = {
            name: forms.TextInput(attrs={"class": "vLargeTextField"})
            for name in ("description", "opening_line")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("voice", Voice.objects.filter(is_available=True))
        self._offer("model", SpeechModel.objects.filter(is_available=True))

    def _offer(self, field: str, rows: "QuerySet[Any]") -> None:
        choices = [(row.name, f"{row.name}: {row.description}") for row in rows]
        current = getattr(self.instance, field)
        if current not in dict(choices):
            choices.insert(0, (current, _("%s (not available)") % current))
        self.fields[field].widget = forms.Select(choices=choices)


@admin.register(Persona)
class PersonaAdmin(admin.ModelAdmin[Persona]):
    """Personas: shared ones, and those that users made."""

    form = PersonaForm
    list_display = ["face", "description", "voice", "model", "owner", "is_published", "talk"]
    list_display_links = ["face"]
    list_filter = ["is_published", ("owner", admin.EmptyFieldListFilter), "voice", "model"]
    search_fields = ["name", "description", "instructions", "owner__email"]
    autocomplete_fields = ["owner"]
    list_select_related = ["owner"]
    readonly_fields = ["session_preview", "created_at", "updated_at"]
    fieldsets = [
        (None, {"fields": ["name", "emoji", "description", "is_published", "position", "owner"]}),
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
        return _as_json(session_payload(persona.session_settings()))


@admin.register(SpeechModel)
class SpeechModelAdmin(admin.ModelAdmin[SpeechModel]):
    """Models and their prices."""

    list_display = ["name", "description", "is_available", "shuts_down_on", "position"]
    list_editable = ["is_available", "position"]
    search_fields = ["name"]


@admin.register(Voice)
class VoiceAdmin(admin.ModelAdmin[Voice]):
    """Voices."""

    list_display = ["name", "description", "is_available", "position"]
    list_editable = ["is_available", "position"]
    search_fields = ["name"]


class UserCreationForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """A new user, by e-mail address."""

    class Meta:
        model = User
        fields = ["email"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """People with an account."""

    add_form = UserCreationForm
    list_display = ["email", "name", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["date_joined", "last_login"]
    autocomplete_fields = ["default_persona"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        (_("Calls"), {"fields": ["default_persona", "language", "max_call_minutes"]}),
        (
            _("Rights"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Dates"), {"fields": ["date_joined", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]


class ReadOnlyMixin:
    """Rows that are a record of what happened: to be read or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds what was not said."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes what was said."""
        return False


@admin.register(VoiceSample)
class VoiceSampleAdmin(ReadOnlyMixin, admin.ModelAdmin[VoiceSample]):
    """What voices sound like: delete a sample to have it made anew."""

    list_display = ["voice", "language", "model", "made_at"]
    list_filter = ["language", "model"]
    list_select_related = ["voice"]
    search_fields = ["voice__name"]
    fields = ["voice", "language", "model", "content_type", "made_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[VoiceSample]:
        """Leave the sound where it is."""
        return super().get_queryset(request).defer("sound")


class CallInline(ReadOnlyMixin, admin.TabularInline[Call, Conversation]):
    """The calls of a conversation."""

    model = Call
    fields = ["number", "model", "started_at", "ended_at", "end_reason", "provider_call_id"]
    can_delete = False
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        """Leave out what was reserved and not started."""
        return super().get_queryset(request).filter(is_reserved=False)


class TurnInline(ReadOnlyMixin, admin.TabularInline[Turn, Conversation]):
    """The turns of a conversation."""

    model = Turn
    fields = ["role", "text", "state", "start_ms", "end_ms"]
    can_delete = False
    extra = 0


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyMixin, admin.ModelAdmin[Conversation]):
    """Conversations, to be read."""

    list_display = ["started_at", "owner", "spoke_with", "heading", "turn_count", "ended_at"]
    list_filter = ["persona"]
    list_select_related = ["owner"]
    search_fields = ["owner__email", "title"]
    date_hierarchy = "started_at"
    fields = ["owner", "spoke_with", "title", "started_at", "ended_at", "setup"]
    inlines = [CallInline, TurnInline]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        """Give those that were started; the first words come in the same query."""
        return Conversation.objects.begun().with_first_words()

    @admin.display(description=_("settings"))
    def setup(self, conversation: Conversation) -> SafeString:
        """Show how it was set up when it began."""
        return _as_json(conversation.settings)

    @admin.display(description=_("persona"))
    def spoke_with(self, conversation: Conversation) -> str:
        """Show with whom it was."""
        return f"{conversation.persona_emoji} {conversation.persona_name}".strip()
