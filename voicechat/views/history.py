"""Past conversations."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from voicechat.history.filters import HistoryFilter
from voicechat.history.paging import page
from voicechat.models import Conversation, User
from voicechat.views.rows import rows_of


@require_safe
@login_required
@vary_on_headers("X-Part")
def conversations(request: HttpRequest) -> HttpResponse:
    """List one's conversations, newest first: all, or those that are asked for.

    A script that changes the list asks, by the header `X-Part`, for nothing else of the page.
    """
    user = cast(User, request.user)
    asked = HistoryFilter(user, request.GET)
    own = asked.apply(Conversation.objects.of(user).not_empty())
    own = own.with_first_words().with_calls().with_completeness()
    found = page(own, request.GET.get("before", ""))
    context = {
        "asked": asked,
        "page": found,
        "rows": list(rows_of(found.conversations, asked.terms)),
    }
    part = "X-Part" in request.headers
    template = "voicechat/parts/history_list.html" if part else "voicechat/history.html"
    return render(request, template, context)
