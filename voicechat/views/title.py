"""Giving a conversation another title."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from voicechat.history.titles import MAX_TITLE
from voicechat.models import Conversation
from voicechat.views.fields import OneLineField
from voicechat.views.own import back, own, problem, signed_in, wants_json


class TitleForm(forms.Form):
    """A title; none gives the one back that is made from what was said."""

    title = OneLineField(
        label=_("Title"),
        max_length=MAX_TITLE,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True, "dir": "auto", "autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def title(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the title: in place by script, else on a page of its own."""
    found = own(request, pk, Conversation.objects.with_first_words())
    is_sent = request.method == "POST"
    form = TitleForm(request.POST if is_sent else None, initial={"title": found.heading})
    if form.is_valid():
        found.rename(form.cleaned_data["title"])
        if wants_json(request):
            return JsonResponse({"heading": found.heading})
        return back(request, reverse("conversation", args=[pk]))
    if is_sent and wants_json(request):
        return problem(" ".join(map(str, form.errors["title"])), status=422)
    context = {"conversation": found, "form": form}
    return render(request, "voicechat/title.html", context, status=422 if is_sent else 200)
