"""What is one's own: everything else does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from voicechat.models import Conversation, User
from voicechat.models.conversations import ConversationQuerySet


class DeletedError(Http404):
    """The conversation is one's own, and was deleted; it may be had back."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__()
        self.conversation = conversation


def own(request: HttpRequest, pk: UUID, among: ConversationQuerySet | None = None) -> Conversation:
    """Give one of the user's conversations. Raises Http404, or DeletedError."""
    user = cast(User, request.user)
    conversations = Conversation.objects.all() if among is None else among
    found = conversations.of(user).filter(pk=pk).first()
    if found is None:
        raise DeletedError(own_deleted(request, pk))
    return found


def own_deleted(request: HttpRequest, pk: UUID) -> Conversation:
    """Give one that the user deleted, and may still have back. Raises Http404."""
    deleted = Conversation.objects.deleted_by(cast(User, request.user))
    return get_object_or_404(deleted.with_first_words(), pk=pk)


def wants_json(request: HttpRequest) -> bool:
    """Say whether it is a script that asks, not a form."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def signed_in(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Have others sign in first; a script of theirs is told so with 401."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            return problem(_("Sign in again."), status=401)
        return redirect_to_login(request.get_full_path())

    return check


def problem(message: str, *, status: int) -> JsonResponse:
    """Tell a script in words what is wrong."""
    return JsonResponse({"error": {"message": message}}, status=status)


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Go back to where a form was, which it says in `next`, as long as that is on this site."""
    there = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(there, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(there if is_here else otherwise)
