"""One past conversation."""

import re
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from voicechat.history.bills import Bill
from voicechat.models import Conversation, Turn, Usage
from voicechat.models.pages import TurnPage, first_page, page_after, page_around, page_before
from voicechat.records import MAX_TEXT
from voicechat.views.lines import lines_of
from voicechat.views.own import own, signed_in

PAGES = {"at": page_around, "after": page_after, "before": page_before}  # a turn, by its id


class CorrectionForm(forms.Form):
    """The words that a line should have."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True, "dir": "auto"}),
        error_messages={"required": _("A line needs words. Write what was said, or cancel.")},
    )

    def clean_text(self) -> str:
        """Write line ends as they are stored."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


@require_safe
@signed_in
def conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one conversation: some of its lines, how it was set up, and what it used."""
    found = own_conversation(request, pk)
    for name, find in PAGES.items():
        if turn := _turn(found, request.GET.get(name, "")):
            at = turn if name == "at" else None
            return _page(request, found, find(found.turns.all(), turn), at=at)
    return _page(request, found, first_page(found.turns.all()))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correction(request: HttpRequest, pk: UUID, turn_pk: int) -> HttpResponse:
    """Correct one line of a conversation, on its page."""
    found = own_conversation(request, pk)
    turn = get_object_or_404(found.turns.said(), pk=turn_pk)
    form = CorrectionForm(request.POST or None, initial={"text": turn.text})
    if "restore" in request.POST:
        found.correct(turn, turn.text_as_heard or turn.text)
    elif form.is_valid():
        found.correct(turn, form.cleaned_data["text"])
    else:
        page = page_around(found.turns.all(), turn)
        status = 422 if form.is_bound else 200
        return _page(request, found, page, status=status, correcting=turn, form=form)
    return redirect(f"{reverse('conversation', args=[pk])}?at={turn.pk}#turn-{turn.pk}")


def own_conversation(request: HttpRequest, pk: UUID) -> Conversation:
    """Give one of the user's conversations with its calls, or answer 404."""
    return own(
        request, pk, Conversation.objects.with_first_words().with_calls().with_completeness()
    )


def _turn(found: Conversation, pk: str) -> Turn | None:
    """Give the turn that an address names, if the conversation has it."""
    return found.turns.filter(pk=int(pk)).first() if re.fullmatch("[0-9]{1,18}", pk) else None


def _page(
    request: HttpRequest, found: Conversation, page: TurnPage, *, status: int = 200, **more: object
) -> HttpResponse:
    bills = Usage.objects.bills(found)
    calls = [(call, bills.get(call.pk, Bill())) for call in found.calls.all()]
    context = {
        "conversation": found,
        "page": page,
        "passages": [
            (before, lines_of(found, turns))
            for before, turns in found.passages(page.turns, after=page.before)
        ],
        "calls": calls,
        "total": sum(bills.values(), Bill()),
        **more,
    }
    return render(request, "voicechat/conversation.html", context, status=status)
