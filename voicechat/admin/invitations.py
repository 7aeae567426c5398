"""Invitations: links under which people make an account."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import ForeignKey, QuerySet
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voicechat.admin.parts import UsableInitialMixin
from voicechat.models import Invitation, User


class NewInvitationForm(forms.ModelForm[Invitation]):
    """An invitation that is being made."""

    days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        initial=7,
        choices=[(1, _("1 day")), (7, _("7 days")), (30, _("30 days"))],
    )

    def clean(self) -> dict[str, Any] | None:
        """Have it expire after so many days."""
        days = self.cleaned_data.get("days", 1)
        self.instance.expires_at = timezone.now() + timedelta(days=days)
        return super().clean()


@admin.register(Invitation)
class InvitationAdmin(UsableInitialMixin, admin.ModelAdmin[Invitation]):
    """Invitations: to be made, sent by hand as a link, watched and revoked."""

    class Media:
        js = [Script("voicechat/js/admin/copy.js", type="module")]

    list_display = ["__str__", "group", "how_it_stands", "used", "made_by", "expires_at"]
    list_filter = [
        ("group", admin.RelatedOnlyFieldListFilter),
        ("made_by", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["group", "made_by"]
    search_fields = ["note", "email", "group__name", "made_by__email", "joined__email"]
    date_hierarchy = "created_at"
    actions = ["revoke"]
    _new = ["note", "email", "group", "max_uses", "days"]
    _made = ["note", "how_it_stands", "email", "group", "used", "people"]
    _times = ["made_by", "created_at", "expires_at", "revoked_at"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Have one made of a few answers, and show what became of it afterwards."""
        return self._made + self._times if obj else self._new

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave what was sent to somebody as it is, but for the note."""
        return self._made[1:] + self._times if obj else []

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask how long it is good for only when it is made."""
        if obj is None:
            kwargs["form"] = NewInvitationForm
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Have only superusers invite people to groups that have rights in the admin."""
        if db_field.name == "group" and not cast(User, request.user).is_superuser:
            kwargs["queryset"] = Group.objects.filter(permissions=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        """Note who made it."""
        if not change:
            obj.made_by = cast(User, request.user)
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Invitation, post_url_continue: Any = None
    ) -> HttpResponse:
        """Show the link that is to be sent."""
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, _("Here is the link. Send it to whom it is for."))
        return self._to_its_page(obj)

    def response_change(self, request: HttpRequest, obj: Invitation) -> HttpResponse:
        """Revoke it, if that was the button."""
        if "_revoke" not in request.POST:
            return super().response_change(request, obj)
        self._revoke(request, obj)
        self.message_user(request, _("It leads nowhere from now on. Who joined with it stays."))
        return self._to_its_page(obj)

    @admin.action(description=_("Revoke the selected invitations"), permissions=["change"])
    def revoke(self, request: HttpRequest, invitations: QuerySet[Invitation]) -> None:
        """Have links lead nowhere from now on."""
        good = list(invitations.filter(revoked_at=None))
        for invitation in good:
            self._revoke(request, invitation)
        text = ngettext("%(count)s was revoked.", "%(count)s were revoked.", len(good))
        self.message_user(request, text % {"count": len(good)}, messages.SUCCESS)

    @admin.display(description=_("state"))
    def how_it_stands(self, invitation: Invitation) -> str:
        """Say whether it can be used."""
        return str(invitation.state.label)

    @admin.display(description=_("accounts made"), ordering="uses")
    def used(self, invitation: Invitation) -> str:
        """Say how often it was used, and how often it can be."""
        return _("%(uses)s of %(most)s") % {"uses": invitation.uses, "most": invitation.max_uses}

    @admin.display(description=_("who joined"))
    def people(self, invitation: Invitation) -> str | SafeString:
        """Link to those who made an account with it and still have that."""
        return (
            format_html_join(
                ", ",
                '<a href="{}">{}</a>',
                (
                    (reverse("admin:voicechat_user_change", args=[user.pk]), user.email)
                    for user in invitation.joined.order_by("date_joined")
                ),
            )
            or "–"
        )

    def _revoke(self, request: HttpRequest, invitation: Invitation) -> None:
        invitation.revoke()
        self.log_change(request, invitation, _("Revoked."))

    def _to_its_page(self, invitation: Invitation) -> HttpResponse:
        return redirect("admin:voicechat_invitation_change", invitation.pk)
