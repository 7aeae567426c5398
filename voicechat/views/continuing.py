"""The call page with which a past conversation goes on."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from voicechat.headers import has_calls
from voicechat.history.replay import Replay
from voicechat.models import Conversation, Persona
from voicechat.views.call import page_context
from voicechat.views.own import own

NEWEST = 200  # turns that the page shows; the conversation's own page has them all


@require_safe
@login_required
@ensure_csrf_cookie
@has_calls
def continue_conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the newest of what was said, and what of it a further call will be told."""
    conversations = Conversation.objects.with_first_words().select_related("owner")
    conversation = own(request, pk, conversations)
    persona = conversation.present_persona()
    replay = conversation.replay()
    newest = list(conversation.turns.order_by("-position", "-id")[: NEWEST + 1])
    config = _config(conversation, persona, replay)
    context = {
        "conversation": conversation,
        "persona": persona,
        "replay": replay,
        "past": newest[NEWEST - 1 :: -1],
        "has_more": len(newest) > NEWEST,
        **page_context(conversation.owner, [persona], config),
    }
    return render(request, "voicechat/continue.html", context)


def _config(conversation: Conversation, persona: Persona, replay: Replay) -> dict[str, Any]:
    """Give what the page's modules need to know of the conversation."""
    return {
        "id": str(conversation.pk),
        "calls_url": reverse("api:continue_conversation", args=[conversation.pk]),
        "replay_url": reverse("api:replay", args=[conversation.pk]),
        "url": reverse("conversation", args=[conversation.pk]),
        "persona": str(persona.pk),
        "turns": replay.turns,
        "left_out": replay.left_out,
        "tokens": replay.tokens,
    }
