"""Starring a conversation, deleting it, and having it back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voicechat.models import Conversation, User
from voicechat.models.conversations import UNDO_DAYS
from voicechat.views.own import back, own, own_deleted, signed_in, wants_json

PER_PAGE = 20
UNDO = 21  # level of a message that offers to undo: its extra tag is the conversation's id


@require_POST
@signed_in
def star(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Star a conversation, or take its star."""
    found = own(request, pk)
    found.star(is_starred=bool(request.POST.get("is_starred")))
    if wants_json(request):
        return JsonResponse({"is_starred": found.is_starred})
    return back(request, reverse("conversation", args=[pk]))


@require_POST
@signed_in
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a conversation away, to be had back for a while."""
    found = own(request, pk, Conversation.objects.with_first_words())
    found.put_away()
    text = _("“%(heading)s” was deleted.") % {"heading": found.heading}
    messages.add_message(request, UNDO, text, extra_tags=str(pk))
    return back(request, reverse("history"))


@require_POST
@signed_in
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a deleted conversation back."""
    if not Conversation.objects.of(cast(User, request.user)).filter(pk=pk).exists():
        own_deleted(request, pk).have_back()
    return back(request, reverse("conversation", args=[pk]))


@require_POST
@signed_in
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete for good what was deleted before."""
    own_deleted(request, pk).delete()
    return redirect("deleted")


@require_safe
@signed_in
def deleted(request: HttpRequest) -> HttpResponse:
    """List what one deleted and may still have back, the latest first."""
    away = Conversation.objects.deleted_by(cast(User, request.user)).with_first_words()
    page = Paginator(away.order_by("-deleted_at", "-id"), PER_PAGE)
    context = {"page": page.get_page(request.GET.get("page")), "undo_days": UNDO_DAYS}
    return render(request, "voicechat/deleted.html", context)
