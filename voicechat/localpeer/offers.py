"""Reads the request that opens a WebRTC call, in each of the ways it may be written."""

import json

from aiohttp import web

from .errors import ApiError
from .settings import Settings, effective_session
from .validation import Required, anything, fields

SDP = "application/sdp"
FORM = "multipart/form-data"

FORM_FIELDS = fields({"sdp": Required(anything), "session": anything})


async def read_offer(request: web.Request, preset: Settings | None) -> tuple[str, Settings]:
    """Returns the SDP offer, and what the session begins with.

    Args:
        request: `application/sdp`; or with the API key `multipart/form-data` with the fields
            `sdp` and `session`, as `CallCreateParams` of the official SDK has them.
        preset: The session of an ephemeral key; None for the API key.

    Raises:
        ApiError: The request is neither, or its session is not in order.
    """
    if request.content_type == SDP:
        return (await request.read()).decode("utf-8", "replace"), preset or _session({})
    if request.content_type != FORM:
        message = f"The offer must be sent as {SDP} or {FORM}."
        raise ApiError(message, code="unsupported_content_type", status=415)
    form = await _form(request)
    if preset is not None and "session" in form:
        message = "An ephemeral key brings a session of its own."
        raise ApiError(message, code="invalid_parameter", param="session")
    return form["sdp"], preset or _session(_json(form.get("session", "{}")))


async def _form(request: web.Request) -> dict[str, str]:
    """The form's fields as text, whatever content type each has."""
    try:
        form = await request.post()
    except (ValueError, AssertionError) as error:
        raise ApiError("The form cannot be read.", code="invalid_multipart") from error
    FORM_FIELDS(dict(form), "")
    return {name: _as_text(value) for name, value in form.items()}


def _as_text(value: str | bytes | bytearray | web.FileField) -> str:
    content = value.file.read() if isinstance(value, web.FileField) else value
    return content if isinstance(content, str) else content.decode("utf-8", "replace")


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        message = "The session is not valid JSON."
        raise ApiError(message, code="invalid_json", param="session") from None


def _session(change: object) -> Settings:
    return effective_session(change or {"type": "realtime"})
