"""A person's own settings. Password and e-mail address are django-allauth's pages."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voicechat.models import Persona, User


class AccountForm(forms.ModelForm[User]):
    """What a person may change of themselves."""

    class Meta:
        model = User
        fields = ["name", "default_persona", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        persona = cast("forms.ModelChoiceField[Persona]", self.fields["default_persona"])
        persona.queryset = Persona.objects.for_user(self.instance)
        persona.empty_label = _("The first in the list")
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show and keep a person's settings."""
    form = AccountForm(request.POST or None, instance=cast(User, request.user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "voicechat/account.html", {"form": form})
