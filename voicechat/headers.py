"""Headers that tell browsers what a page may do, and what they may keep of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

# What a page could ask for and this site has no use for; see the W3C's Permissions Policy.
USELESS = ("camera", "display-capture", "geolocation", "hid", "midi", "payment", "usb")
USEFUL_TO_CALLS = ("microphone", "screen-wake-lock")


def _policy(allowed: str) -> str:
    none = [f"{feature}=()" for feature in USELESS]
    return ", ".join(none + [f"{feature}={allowed}" for feature in USEFUL_TO_CALLS])


NOTHING, CALLS = _policy("()"), _policy("(self)")

View = Callable[..., HttpResponse]


def has_calls(view: View) -> View:
    """Let a view's page use the microphone, and keep the screen awake."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Permissions-Policy"] = CALLS
        return response

    return inner


class HeadersMiddleware(MiddlewareMixin):
    """Sets what Django's own middleware does not, unless a view has said otherwise."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Deny what was not allowed, to other sites too; and have no browser keep a page.

        After signing out, not even the button Back shows what only its owner may read.
        """
        response.setdefault("Permissions-Policy", NOTHING)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "private, no-store")
        return response
