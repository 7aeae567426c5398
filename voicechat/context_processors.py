"""What every template may say of the site and of who is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from voicechat.models import Conversation

RECENT = 30  # conversations at the side


def site(request: HttpRequest) -> dict[str, Any]:
    """Say whether conversations go to the local peer, and give one's recent ones.

    `recent` is a query that runs only where a template asks for it.
    """
    context: dict[str, Any] = {"realtime_is_local": settings.REALTIME_IS_LOCAL}
    if request.user.is_authenticated:
        own = Conversation.objects.of(request.user).not_empty().with_first_words()
        context["recent"] = own[:RECENT]
    return context
