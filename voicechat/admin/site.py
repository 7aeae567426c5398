"""What an admin decides for the whole site, and the links that people shared."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from voicechat.admin.changes import ChangesMixin
from voicechat.admin.parts import ReadOnlyMixin
from voicechat.models import Share, SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(ChangesMixin, admin.ModelAdmin[SiteSettings]):
    """One row, so there is no list of them."""

    fieldsets = [
        (None, {"fields": ["sign_up", "keep_days", "sharing_is_allowed"]}),
        (
            _("What everybody together may use"),
            {"fields": ["minutes_per_day", "cost_per_month", "calls_at_once"]},
        ),
    ]
    radio_fields = {"sign_up": admin.VERTICAL}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Have it made by the list that leads to it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Have it stay."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one row."""
        if self.has_view_permission(request):
            SiteSettings.objects.get_or_create(pk=1)
            return redirect("admin:voicechat_sitesettings_change", 1)
        return super().changelist_view(request, extra_context)


@admin.register(Share)
class ShareAdmin(ReadOnlyMixin, admin.ModelAdmin[Share]):
    """Links that people shared: to be seen, and to be revoked by deleting them."""

    list_display = ["conversation", "owner", "created_at", "expires_at"]
    list_display_links = None  # whose addresses would hold the token
    list_select_related = ["conversation__owner"]
    search_fields = ["conversation__owner__email", "conversation__title"]
    date_hierarchy = "expires_at"
    fields = ["conversation", "created_at", "expires_at"]

    @admin.display(description=_("owner"), ordering="conversation__owner__email")
    def owner(self, share: Share) -> str:
        """Show whose it is."""
        return share.conversation.owner.email
