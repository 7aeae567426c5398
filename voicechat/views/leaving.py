"""Deleting one's account."""

from typing import Any, cast

from allauth.core import ratelimit
from django import forms
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from voicechat.leaving import LastAdminError, delete_account, is_last_admin
from voicechat.models import Conversation, User
from voicechat.views.own import signed_in


class LeavingForm(forms.Form):
    """The person says that it is they: by their password, or their address if they have none."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput({"autocomplete": "off"})
    )

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(*args)
        self.request = request
        self.user = cast(User, request.user)
        del self.fields["email" if self.user.has_usable_password() else "password"]

    def clean_password(self) -> None:
        """Hold it against the person's own, so often that nobody can guess it."""
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.user):
            raise ValidationError(_("Too many tries. Wait a minute."))
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."))

    def clean_email(self) -> None:
        """Hold it against the person's own."""
        if self.cleaned_data["email"].lower() != self.user.email:
            raise ValidationError(_("This is not your e-mail address."))


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@signed_in
def leave(request: HttpRequest) -> HttpResponse:
    """Say what would be deleted; then delete it, and say goodbye."""
    user = cast(User, request.user)
    form = LeavingForm(request, *([request.POST] if request.method == "POST" else []))
    if form.is_valid():
        browser_id = user.browser_id
        try:
            delete_account(user)
        except LastAdminError:
            return _page(request, form, status=409)
        logout(request)
        return render(request, "voicechat/goodbye.html", {"account": browser_id})
    return _page(request, form, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, form: LeavingForm, *, status: int) -> HttpResponse:
    own = Conversation.objects.filter(owner=form.user)
    context = {
        "form": form,
        "is_last_admin": is_last_admin(form.user),
        "conversations": own.begun().count(),
        "lines": own.aggregate(lines=Sum("turn_count"))["lines"] or 0,
        "personas": form.user.personas.count(),
    }
    return render(request, "voicechat/leave.html", context, status=status)
