"""A line in the log for each request, and what ties other lines to it."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from voicechat import metrics

logger = logging.getLogger(__name__)

GIVEN = re.compile(r"[A-Za-z0-9_.-]{8,64}")  # an id that a proxy may have given a request

# The request that is being answered, and its id.
_current: ContextVar[tuple[HttpRequest, str] | None] = ContextVar("request", default=None)


def facts() -> dict[str, Any]:
    """Give what is known of the request that is being answered: its id, and whose it is.

    Asks nobody: who signed in is known once a view, or the page's frame, has asked for it.
    """
    current = _current.get()
    if current is None:
        return {}
    request, identity = current
    user = getattr(request, "_cached_user", None)
    match = request.resolver_match
    known = {
        "request": identity,
        "user": getattr(user, "pk", None),
        "call": match.kwargs.get("call_id") if match else None,
    }
    return {name: value for name, value in known.items() if value is not None}


class RequestLogMiddleware:
    """Gives each request an id, which the answer names, logs and measures how it was answered.

    Not its address, which may hold a secret or words that somebody spoke, but the route.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and log it."""
        began = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        identity = given if GIVEN.fullmatch(given) else uuid4().hex
        token = _current.set((request, identity))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = identity
            seconds = time.perf_counter() - began
            metrics.observe_request(request, response, seconds)
            answered = {
                "method": request.method,
                "route": request.resolver_match.route if request.resolver_match else "",
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            }
            logger.info("%(method)s /%(route)s %(status)d", answered, extra={"answered": answered})
            return response
        finally:
            _current.reset(token)
