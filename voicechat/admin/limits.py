"""What people may use: everybody, the members of a group, one person."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from voicechat.limits import FIELDS
from voicechat.models import Limit
from voicechat.models.limits import EVERYBODY


class NotSetYesNo(forms.NullBooleanSelect):
    """A choice of which "unknown" is no value, but none."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = [("unknown", _("Not set")), ("true", _("Yes")), ("false", _("No"))]


class LimitForm(forms.ModelForm[Limit]):
    """Limits, each of which may be left empty."""

    class Meta:
        widgets = {"may_call": NotSetYesNo}


class LimitInline(admin.StackedInline[Limit, Any]):
    """The limits of a person or of a group, on their page."""

    model = Limit
    form = LimitForm
    fieldsets = [
        (
            None,
            {
                "fields": FIELDS,
                "description": _(
                    "What is set for a person goes before what is set for their groups, of which "
                    "the most generous counts, and that before what is set for everybody. Empty: "
                    "not set here."
                ),
            },
        )
    ]
    max_num = 1


class WithLimitsMixin:
    """A page of somebody who may have limits, once they are there."""

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Have the limits on the page."""
        return [LimitInline] if obj else []


@admin.register(Limit)
class LimitAdmin(admin.ModelAdmin[Limit]):
    """All limits at a glance. Those of a person or a group are made on their own page."""

    list_display = ["__str__", *FIELDS]
    list_display_links = ["__str__"]
    list_select_related = ["user", "group"]
    search_fields = ["user__email", "group__name"]
    form = LimitForm
    fields = FIELDS
    empty_value_display = "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Limit]:
        """Put everybody first, then groups, then people."""
        return super().get_queryset(request).order_by("user__email", "group__name")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Have everybody's limits there to be set."""
        if self.has_view_permission(request):
            Limit.objects.get_or_create(user=None, group=None)
        title = {"title": _("Limits of everybody, and of groups and people who have their own")}
        return super().changelist_view(request, title | (extra_context or {}))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Have them made on the pages of people and groups."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Limit | None = None) -> bool:
        """Have everybody's stay."""
        is_everybody = obj is not None and obj.user_id is None and obj.group_id is None
        return not is_everybody and super().has_delete_permission(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Limit]) -> None:
        """Have everybody's stay, whatever was selected."""
        super().delete_queryset(request, queryset.filter(~Q(EVERYBODY)))
