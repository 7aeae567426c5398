"""One past conversation."""

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from voicechat.models import Conversation
from voicechat.records import MAX_TEXT
from voicechat.views.own import own


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
@login_required
def conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one conversation with its turns and how it was set up."""
    return _page(request, own_conversation(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
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
        return _page(
            request, found, status=422 if form.is_bound else 200, correcting=turn, form=form
        )
    return redirect(f"{reverse('conversation', args=[pk])}#turn-{turn.pk}")


def own_conversation(request: HttpRequest, pk: UUID) -> Conversation:
    """Give one of the user's conversations with all that was said, or answer 404."""
    conversations = Conversation.objects.with_first_words().with_calls().with_completeness()
    return own(request, pk, conversations.prefetch_related("turns"))


def _page(
    request: HttpRequest, found: Conversation, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"conversation": found, **more}
    return render(request, "voicechat/conversation.html", context, status=status)
