"""Past conversations."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from voicechat.history.filters import HistoryFilter
from voicechat.history.paging import Page, page
from voicechat.history.search.hits import Hit, hits
from voicechat.history.snippets import Piece, highlighted
from voicechat.models import Conversation, User


@dataclass(frozen=True)
class Row:
    """A conversation of the list, and what was found in it."""

    conversation: Conversation
    heading: list[Piece]
    hits: list[Hit]


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
    context = {"asked": asked, "page": found, "rows": _rows(found, asked.terms)}
    part = "X-Part" in request.headers
    template = "voicechat/parts/history_list.html" if part else "voicechat/history.html"
    return render(request, template, context)


def _rows(found: Page, terms: list[str]) -> list[Row]:
    of_each = hits(found.conversations, terms) if terms else {}
    return [
        Row(each, highlighted(each.heading, terms), of_each.get(each.pk, []))
        for each in found.conversations
    ]
