"""Past conversations."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from voicechat.models import Conversation, User

PER_PAGE = 20


@require_safe
@login_required
def conversations(request: HttpRequest) -> HttpResponse:
    """List one's conversations, newest first."""
    own = Conversation.objects.of(cast(User, request.user)).not_empty().with_first_words()
    own = own.with_calls().with_completeness()
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "voicechat/history.html", {"page": page})
