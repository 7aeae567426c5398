"""Having conversations back from a file."""

from collections import Counter
from typing import cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from voicechat.history.importing import Outcome, import_file
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
        error_messages={"required": _("Choose a file of at most %(most)s MB.") % {"most": MOST}},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def import_conversations(request: HttpRequest) -> HttpResponse:
    """Take a file, and say of each conversation in it what became of it."""
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context = {"form": form, "most": MOST}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "voicechat/import.html", context, status=status)
    file = cast("UploadedFile[bytes]", form.cleaned_data["file"])
    counted, told = Counter[str](), list[Outcome]()
    for outcome in import_file(cast(User, request.user), file, file.name or ""):
        counted[outcome.state] += 1
        if outcome.state == "refused" or len(told) < MOST_SHOWN:
            told.append(outcome)
    context |= {"counted": counted, "told": told[:MOST_SHOWN], "rest": counted.total() - MOST_SHOWN}
    return render(request, "voicechat/imported.html", context)
