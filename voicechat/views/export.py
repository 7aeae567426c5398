"""Conversations to take away: one, many, or all that is kept of a person."""

import logging
from collections.abc import Iterable, Iterator
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from voicechat.history import everything, takeout
from voicechat.history.export.zipping import blocks, zipped
from voicechat.history.filters import filtered
from voicechat.models import Conversation, User
from voicechat.views.own import own, signed_in

logger = logging.getLogger(__name__)


class ExportError(Exception):
    """What was sent of a file is not all of it."""


@require_safe
@signed_in
def export(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Give one conversation as a file."""
    extension = _extension(request)
    found = own(request, pk, Conversation.objects.with_first_words().with_calls())
    chosen = takeout.FORMATS[extension]
    content_type = f"{chosen.content_type}; charset=utf-8"
    return _file(blocks(chosen.write(found)), takeout.name(found, extension), content_type)


@require_safe
@signed_in
def export_many(request: HttpRequest) -> HttpResponseBase:
    """Give the conversations that the list is asked for as a ZIP."""
    user, extension = cast(User, request.user), _extension(request)
    wanted = list(filtered(user, request.GET).values_list("pk", flat=True))
    return _zip(zipped(takeout.entries(user.pk, wanted, extension)), f"conversations-{extension}")


@require_safe
@signed_in
def export_everything(request: HttpRequest) -> HttpResponseBase:
    """Give all that is kept of a person as a ZIP."""
    extension = _extension(request, "json")
    return _zip(zipped(everything.entries(cast(User, request.user), extension)), "everything")


def _extension(request: HttpRequest, otherwise: str = "md") -> str:
    extension = request.GET.get("format", otherwise)
    if extension not in takeout.FORMATS:
        raise Http404
    return extension


def _zip(content: Iterator[bytes], name: str) -> HttpResponseBase:
    answer = _file(content, f"{timezone.localdate().isoformat()}-{name}.zip", "application/zip")
    answer["Content-Encoding"] = "identity"  # it is small already: not to be compressed again
    return answer


def _file(content: Iterable[bytes], name: str, content_type: str) -> HttpResponseBase:
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(_whole(content), content_type=content_type, headers=headers)


def _whole(content: Iterable[bytes]) -> Iterator[bytes]:
    """Break off what fails on the way, so that nobody takes it for whole; log it without words."""
    try:
        yield from content
    except Exception as error:
        logger.error("an export broke off: %s", type(error).__name__)
        raise ExportError from None
