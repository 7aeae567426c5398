"""Calls: those that go on, which can be ended here, and those that were."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voicechat import limit_words
from voicechat.admin.parts import ReadOnlyMixin
from voicechat.ending import end_calls
from voicechat.limits import Kind
from voicechat.models import Call
from voicechat.models.calls import STALE, CallQuerySet

SOON = timedelta(minutes=1)  # in which an id at the provider is reported


class StateFilter(admin.SimpleListFilter):
    """Which calls go on."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Give the choices."""
        return [("going", _("Going on")), ("silent", _("Silent")), ("ended", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Call]) -> QuerySet[Call]:
        """Give the calls of a choice."""
        silent = Call.objects.stale(timezone.now()).values("pk")
        going = queryset.filter(ended_at=None)
        chosen = {
            "going": going,
            "silent": going.filter(pk__in=silent),
            "ended": queryset.exclude(ended_at=None),
        }
        return chosen.get(self.value() or "", queryset)


class IdFilter(admin.SimpleListFilter):
    """Whether the provider's id is known, without which the site cannot end a call."""

    title = _("the provider's id")
    parameter_name = "id_is"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Give the choices."""
        return [
            ("known", _("Known")),
            ("never", _("Never reported")),
            ("none", _("None (WebSocket)")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Call]) -> QuerySet[Call]:
        """Give the calls of a choice. Those that could not connect, or are only just beginning,
        have nothing to report.
        """
        unknown = queryset.filter(provider_call_id="")
        no_call = Q(end_reason=Call.EndReason.FAILED) | Q(started_at__gt=timezone.now() - SOON)
        by_socket = Q(transport=Call.Transport.WEBSOCKET)
        chosen = {
            "known": queryset.exclude(provider_call_id=""),
            "never": unknown.exclude(no_call | by_socket),
            "none": unknown.filter(by_socket),
        }
        return chosen.get(self.value() or "", queryset)


@admin.register(Call)
class CallAdmin(ReadOnlyMixin, admin.ModelAdmin[Call]):
    """Calls, to be seen and to be ended. What was said in them stands in their conversations."""

    list_display = ["started_at", "owner", "persona", "minutes", "transport", "state", "has_id"]
    list_filter = [
        *(StateFilter, IdFilter, "transport", "is_through_site", "conversation__persona"),
    ]
    list_select_related = ["conversation__owner"]
    search_fields = ["conversation__owner__email", "provider_call_id"]
    date_hierarchy = "started_at"
    ordering = ["-started_at"]
    actions = ["end"]
    fields = [
        *("owner", "persona", "in_conversation", "model", "transport", "is_through_site"),
        *("provider_id", "started_at", "heard_at", "minutes", "state", "limit", "deadline"),
    ]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        """Leave out what was reserved and not started."""
        return super().get_queryset(request).filter(is_reserved=False)

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Let those end calls who might change them, if a record could be changed."""
        return admin.ModelAdmin.has_change_permission(self, request)

    @admin.action(description=_("End the selected calls"), permissions=["end"])
    def end(self, request: HttpRequest, calls: CallQuerySet) -> None:
        """End calls here at once, and at the provider as soon as `enforce_limits` looks."""
        selected = Call.objects.filter(pk__in=calls.values("pk"))
        count = end_calls(selected, Call.EndReason.ADMIN, waits=True)
        words = ngettext("%(count)s call has ended.", "%(count)s calls have ended.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
        ended = selected.filter(end_reason=Call.EndReason.ADMIN, provider_call_id="")
        if unknown := ended.count():
            words = ngettext(
                "Of %(count)s the provider's id is not known: only its own page can end it there.",
                "Of %(count)s the provider's ids are not known: only their own pages can end them "
                "there.",
                unknown,
            )
            self.message_user(request, words % {"count": unknown}, messages.WARNING)

    @admin.display(description=_("person"), ordering="conversation__owner__email")
    def owner(self, call: Call) -> str:
        """Show who talks."""
        return call.conversation.owner.email

    @admin.display(description=_("persona"))
    def persona(self, call: Call) -> str:
        """Show with whom."""
        return f"{call.conversation.persona_emoji} {call.conversation.persona_name}".strip()

    @admin.display(description=_("minutes"))
    def minutes(self, call: Call) -> str:
        """Show how long it was, or has been going on."""
        lasted = (call.ended_at or timezone.now()) - call.started_at
        return f"{lasted / timedelta(minutes=1):.1f}"

    @admin.display(description=_("state"), ordering="ended_at")
    def state(self, call: Call) -> str:
        """Show whether it goes on, or why it ended."""
        if call.ended_at:
            why = call.get_end_reason_display()
            is_limit = call.end_reason == Call.EndReason.LIMIT and call.limited_by
            return f"{why}: {self.limit(call)}" if is_limit else why
        is_silent = timezone.now() > call.last_heard + STALE
        return str(_("silent") if is_silent else _("going on"))

    @admin.display(description=_("limit"))
    def limit(self, call: Call) -> str:
        """Show which limit ends it, or ended it."""
        return limit_words.name(Kind(call.limited_by)) if call.limited_by else "–"

    @admin.display(description=_("provider's id"), ordering="provider_call_id")
    def provider_id(self, call: Call) -> str:
        """Show the id, or that none was reported."""
        has_none = call.transport == Call.Transport.WEBSOCKET
        return call.provider_call_id or str(_("has none") if has_none else _("not reported"))

    @admin.display(description=_("id reported"), boolean=True)
    def has_id(self, call: Call) -> bool | None:
        """Show whether the site could end it at the provider; over a WebSocket it never could."""
        has_none = call.transport == Call.Transport.WEBSOCKET
        return None if has_none else call.provider_call_id != ""

    @admin.display(description=_("conversation"))
    def in_conversation(self, call: Call) -> SafeString:
        """Link to what was said."""
        url = reverse("admin:voicechat_conversation_change", args=[call.conversation_id])
        return format_html('<a href="{}">{}</a>', url, call.conversation)
