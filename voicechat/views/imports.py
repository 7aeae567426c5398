"""Having conversations back from a file."""

from collections import Counter
from typing import cast

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from voicechat.history.importing import Outcome, import_file
from voicechat.housekeeping import kept_since
from voicechat.models import User
from voicechat.uploads import MOST_BYTES
from voicechat.views.own import signed_in

MOST_SHOWN = 200  # outcomes that are told one by one
MOST = MOST_BYTES // 1024**2  # megabytes of a file


class ImportForm(forms.Form):
    """A file that was exported here."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A conversation as .json, or a .zip with many."),
        widget=forms.FileInput({"accept": ".json,.zip,application/json,application/zip"}),
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(*((request.POST, request.FILES) if request.method == "POST" else ()))
        self.request = request
        missing = _("Choose a file of at most %(most)s MB.") % {"most": MOST}
        self.fields["file"].error_messages["required"] = missing

    def clean_file(self) -> "UploadedFile[bytes]":
        """Take so many of a person in a while: each is a lot of work."""
        if not ratelimit.consume(self.request, action="import"):
            raise ValidationError(_("These were many files in a short time. Wait ten minutes."))
        return cast("UploadedFile[bytes]", self.cleaned_data["file"])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def import_conversations(request: HttpRequest) -> HttpResponse:
    """Take a file, and say of each conversation in it what became of it."""
    form = ImportForm(request)
    context = {"form": form, "most": MOST}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "voicechat/import.html", context, status=status)
    file = form.cleaned_data["file"]
    user = cast(User, request.user)
    since, old = kept_since(user), 0
    counted, refused, taken = Counter[str](), list[Outcome](), list[Outcome]()
    for outcome in import_file(user, file, file.name or ""):
        counted[outcome.state] += 1
        old += bool(since and outcome.ended_at and outcome.ended_at < since)
        shown = refused if outcome.state == "refused" else taken
        if len(shown) < MOST_SHOWN:
            shown.append(outcome)
    told = (refused + taken)[:MOST_SHOWN]  # first what one has to see to
    context |= {"counted": counted, "told": told, "rest": counted.total() - len(told), "old": old}
    return render(request, "voicechat/imported.html", context)
