"""Past conversations."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from voicechat.models import Conversation, User

PER_PAGE = 20


@require_safe
@login_required
def conversations(request: HttpRequest) -> HttpResponse:
    """List one's conversations, newest first."""
    own = Conversation.objects.of(cast(User, request.user)).not_empty().with_first_words()
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "voicechat/history.html", {"page": page})


@require_safe
@login_required
def conversation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one conversation with its turns and how it was set up."""
    own = Conversation.objects.of(cast(User, request.user)).with_first_words()
    found = get_object_or_404(own.prefetch_related("calls", "turns"), pk=pk)
    return render(request, "voicechat/conversation.html", {"conversation": found})
