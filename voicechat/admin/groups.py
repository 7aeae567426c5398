"""Groups of people: who is in them, and who is invited to them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voicechat.admin.limits import WithLimitsMixin
from voicechat.listing import listed
from voicechat.models import User

MOST_MEMBERS = 200  # that are listed; a larger group is looked through in the list of users


class MembersForm(forms.ModelForm[Group]):
    """A group, with who comes and who goes."""

    coming = forms.ModelMultipleChoiceField(
        label=_("Add people"),
        queryset=User.objects.order_by("email"),
        required=False,
        widget=AutocompleteSelectMultiple(User.groups.through._meta.get_field("user"), admin.site),
    )
    going = forms.MultipleChoiceField(
        label=_("Take out"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            members = self.instance.user_set.order_by("email")[:MOST_MEMBERS]
            going = self.fields["going"]
            going.choices = [(str(user.pk), _label(user)) for user in members]  # type: ignore[attr-defined]


def _label(user: User) -> str:
    return f"{user.name} ({user.email})" if user.name else user.email


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(WithLimitsMixin, DjangoGroupAdmin):
    """Groups, with their people, and with the limits of these."""

    list_display = ["name", "member_count", "invite"]
    readonly_fields = ["members", "own_personas", "invite"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Count the members, too."""
        return super().get_queryset(request).annotate(count=Count("user"))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Let those change who is in it who may change people."""
        if self._may_change_people(request):
            kwargs["form"] = MembersForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the people first, and rights in the admin, which few groups have, last."""
        people = ["coming"] if self._may_change_people(request) else []
        if obj:
            going = ["going"] if people else []
            people = ["members", *people, *going, "own_personas", "invite"]
        return [
            (None, {"fields": ["name"]}),
            *([(_("People"), {"fields": people})] if people else []),
            (_("Rights in the admin"), {"fields": ["permissions"], "classes": ["collapse"]}),
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Have people come and go."""
        super().save_related(request, form, formsets, change)
        group: Group = form.instance
        group.user_set.add(*form.cleaned_data.get("coming", []))
        group.user_set.remove(*form.cleaned_data.get("going", []))

    @admin.display(description=_("members"), ordering="count")
    def member_count(self, group: Group) -> int:
        """Say how many there are."""
        return int(group.count)  # type: ignore[attr-defined]

    @admin.display(description=_("members"))
    def members(self, group: Group) -> SafeString:
        """Say how many there are, with a link to them."""
        count = self.member_count(group)
        url = f"{reverse('admin:voicechat_user_changelist')}?groups__id__exact={group.pk}"
        text = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
        return format_html('<a href="{}">{}</a>', url, text)

    @admin.display(description=_("personas"))
    def own_personas(self, group: Group) -> SafeString:
        """Name those that are for this group, with a link to them."""
        url = f"{reverse('admin:voicechat_persona_changelist')}?groups__id__exact={group.pk}"
        names = listed(group.personas.order_by("name").values_list("name", flat=True))
        return format_html('<a href="{}">{}</a>', url, names or _("None of its own"))

    @admin.display(description=_("invitations"))
    def invite(self, group: Group) -> SafeString:
        """Lead to the invitations to this group, and to making one."""
        listed = f"{reverse('admin:voicechat_invitation_changelist')}?group__id__exact={group.pk}"
        new = f"{reverse('admin:voicechat_invitation_add')}?group={group.pk}"
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>', listed, _("All"), new, _("Invite to it")
        )

    def _may_change_people(self, request: HttpRequest) -> bool:
        return request.user.has_perm("voicechat.change_user")
