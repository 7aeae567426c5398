"""People with an account."""

from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voicechat.admin.limits import WithLimitsMixin
from voicechat.listing import listed
from voicechat.models import User


class UserCreationForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """A new user, by e-mail address."""

    class Meta:
        model = User
        fields = ["email"]


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Django's own, whose help is in English for everybody."""

    usable_password_help_text = format_lazy(  # type: ignore[assignment]  # it is a string later
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        _("Without a password somebody can sign in only after setting one by e-mail."),
        _("The password that they have now is lost."),
    )


@admin.register(User)
class UserAdmin(WithLimitsMixin, DjangoUserAdmin):  # type: ignore[type-arg]
    """People with an account."""

    add_form = UserCreationForm
    change_password_form = PasswordForm
    list_display = [
        *("email", "name", "in_groups", "is_active", "is_staff", "date_joined", "last_login")
    ]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["invited_by", "date_joined", "last_login"]
    autocomplete_fields = ["default_persona"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        (_("Calls"), {"fields": ["default_persona", "microphone_mode"]}),
        (_("Pages"), {"fields": ["language", "theme", "keep_days"]}),
        (
            _("Rights"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Joining"), {"fields": ["invited_by", "date_joined", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]
    actions = ["deactivate", "activate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Fetch what the list and the page say of each."""
        people = super().get_queryset(request)
        return people.select_related("invitation__made_by").prefetch_related("groups")

    @admin.action(description=_("Deactivate: keep the selected people out"), permissions=["change"])
    def deactivate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Keep people out, but for oneself and those who may do more than oneself."""
        active = people.filter(is_active=True)
        others = self._in_reach(request, active).exclude(pk=cast(User, request.user).pk)
        count = others.update(is_active=False)
        text = ngettext("%(count)s person is kept out.", "%(count)s people are kept out.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)
        if active.exists():
            left = _("Left as they are: yourself, and superusers unless you are one.")
            self.message_user(request, left, messages.WARNING)

    @admin.action(description=_("Activate: let the selected people in"), permissions=["change"])
    def activate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Let people in again."""
        count = self._in_reach(request, people.filter(is_active=False)).update(is_active=True)
        text = ngettext("%(count)s person is let in.", "%(count)s people are let in.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    @admin.display(description=_("groups"))
    def in_groups(self, user: User) -> str:
        """Name the groups that the person is in."""
        return listed(user.groups.all()) or "–"

    @admin.display(description=_("invited by"))
    def invited_by(self, user: User) -> str | SafeString:
        """Say who invited the person, with a link to the invitation."""
        invitation = user.invitation
        if invitation is None:
            return "–"
        url = reverse("admin:voicechat_invitation_change", args=[invitation.pk])
        who = invitation.made_by or _("somebody without an account")
        return format_html('{} (<a href="{}">{}</a>)', who, url, invitation)

    def _in_reach(self, request: HttpRequest, people: QuerySet[User]) -> QuerySet[User]:
        may_all = cast(User, request.user).is_superuser
        return people if may_all else people.filter(is_superuser=False)
