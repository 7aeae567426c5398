"""What was said, to be read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from voicechat.admin.parts import ReadOnlyMixin, as_json
from voicechat.models import Call, Conversation, Turn


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
        return as_json(conversation.settings)

    @admin.display(description=_("conversation"))
    def heading(self, conversation: Conversation) -> str:
        """Say what it is called."""
        return conversation.heading

    @admin.display(description=_("persona"))
    def spoke_with(self, conversation: Conversation) -> str:
        """Show with whom it was."""
        return f"{conversation.persona_emoji} {conversation.persona_name}".strip()
