"""A person's own settings. Password and e-mail address are django-allauth's pages."""

from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from voicechat.housekeeping import count_older
from voicechat.models import Persona, SiteSettings, User


class Group(NamedTuple):
    """Settings that belong together."""

    name: str
    title: str
    fields: list[forms.BoundField]


class AccountForm(forms.ModelForm[User]):
    """What a person may change of themselves."""

    class Meta:
        model = User
        fields = ["name", "language", "default_persona", "microphone_mode", "theme", "keep_days"]
        widgets = {"microphone_mode": forms.RadioSelect, "theme": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = SiteSettings.current()
        self.days_before = self.site.keep_days_for(self.instance)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        persona = cast("forms.ModelChoiceField[Persona]", self.fields["default_persona"])
        persona.queryset = Persona.objects.for_user(self.instance)
        persona.empty_label = _("The first in the list")
        cast(forms.ChoiceField, self.fields["keep_days"]).choices = self._keep_choices()
        self.fields["keep_days"].help_text = _("For good; those with a star, too.")

    def groups(self) -> list[Group]:
        """Give the fields as the page shows them."""
        together = [
            ("you", _("You"), ["name", "language"]),
            ("talking", _("Talking"), ["default_persona", "microphone_mode"]),
            ("look", _("Look"), ["theme"]),
            ("keeping", _("Keeping"), ["keep_days"]),
        ]
        return [
            Group(name, title, [self[field] for field in names]) for name, title, names in together
        ]

    def count_going(self) -> int:
        """Count what would soon be deleted that is kept until now. For a form that is valid."""
        days = self.site.keep_days_for(self.instance)
        if days is None or (self.days_before is not None and days >= self.days_before):
            return 0
        return count_older(self.instance, days)

    def _keep_choices(self) -> list[tuple[int | str, str]]:
        """Offer the times that are shorter than the site's, and the one that was chosen before."""
        days, chosen = self.site.keep_days, self.instance.keep_days
        if days is None:
            site = _("only by yourself")
        else:
            site = ngettext("%(days)s day after they end", "%(days)s days after they end", days)
        shorter: list[tuple[int | str, str]] = [
            (value, str(label))
            for value, label in User.KeepDays.choices
            if days is None or value < days or value == chosen
        ]
        return [("", _("As the site: %(when)s") % {"when": site % {"days": days}}), *shorter]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show and keep a person's settings."""
    user = User.objects.get(pk=cast(User, request.user).pk)  # the page itself stays as it is kept
    form = AccountForm(request.POST or None, instance=user)
    going = form.count_going() if form.is_valid() else 0
    is_confirmed = request.POST.get("confirmed") == str(form.instance.keep_days)
    if form.is_valid() and (is_confirmed or not going):
        form.save()
        with translation.override(user.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("account")
    context = {"form": form, "going": going}
    return render(request, "voicechat/account.html", context, status=422 if form.is_bound else 200)
