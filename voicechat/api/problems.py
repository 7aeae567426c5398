"""Every way in which an endpoint can refuse, and what the person is told."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as InvalidSettingsError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from voicechat import limit_words
from voicechat.limits import Kind, LimitReachedError
from voicechat.models.ledger import site_day
from voicechat.realtime import errors

logger = logging.getLogger(__name__)


class OtherAccountError(Exception):
    """What was sent belongs to another account than the one that is signed in."""


class EndedByAdminError(Exception):
    """An admin has ended the call that was to go on."""


class CallOverError(Exception):
    """The call has ended, or its offer has been answered already."""


class OfferUnusableError(Exception):
    """What was sent is no offer."""


class Refusal(NamedTuple):
    """How one kind of failure is answered."""

    status: int
    code: str
    message: "str | Promise"


PROVIDER_REFUSALS: dict[type[errors.ProviderError], Refusal] = {
    errors.KeyRefusedError: Refusal(
        502,
        "key_refused",
        _("The voice service refused this site's key. Please tell whoever runs this site."),
    ),
    errors.ModelUnknownError: Refusal(
        502,
        "model_unknown",
        _("The voice service does not offer this persona's model. Please choose another persona."),
    ),
    errors.SessionRefusedError: Refusal(
        502,
        "session_refused",
        _(
            "The voice service did not accept this persona's settings. Please choose another "
            "persona, and tell whoever runs this site."
        ),
    ),
    errors.SpeechRefusedError: Refusal(
        502,
        "speech_refused",
        _("The voice service makes no sample of this voice. Calls can use the voice all the same."),
    ),
    errors.QuotaExhaustedError: Refusal(
        503,
        "quota_exhausted",
        _("This site's credit with the voice service is used up. Please tell whoever runs it."),
    ),
    errors.RateLimitedError: Refusal(
        429,
        "rate_limited",
        _("The voice service is busy with too many calls. Please wait a moment and start again."),
    ),
    errors.ProviderDownError: Refusal(
        503,
        "provider_down",
        _("The voice service cannot be reached. Please try again in a minute."),
    ),
    errors.ProviderTimeoutError: Refusal(
        504,
        "provider_timeout",
        _("The voice service took too long to answer. Please try again."),
    ),
    errors.ProviderNonsenseError: Refusal(
        502,
        "provider_nonsense",
        _("The voice service gave an answer that makes no sense. Please try again in a minute."),
    ),
}
FORBIDDEN = Refusal(
    403, "forbidden", _("This page is out of date. Please reload it and try again.")
)
NOT_FOUND = Refusal(404, "not_found", _("This does not exist, or is not yours."))
INVALID = Refusal(422, "invalid", _("The site did not understand this request."))
TOO_LARGE = Refusal(413, "batch_too_large", _("This is more than the site takes at once."))
TOO_FAST = Refusal(
    429, "too_fast", _("That was too much in too short a time. Please try again in a moment.")
)
BUSY = Refusal(503, "busy", _("The site is busy. Please try again in a moment."))
BUSY_SECONDS = 2  # until another try makes sense
# It may be another's turn in a moment; of all else, the same again would be refused again.
PASSING_LIMITS = (Kind.SITE_CALLS_AT_ONCE,)


def _limit_reached(error: LimitReachedError) -> Refusal:
    kind = error.bite.kind
    words = limit_words.over(error.bite, site_day(timezone.now()))
    return Refusal(429 if kind in PASSING_LIMITS else 403, f"limit_{kind}", words)


PLAIN_REFUSALS: dict[type[Exception], Refusal | Callable[[Any], Refusal]] = {
    LimitReachedError: _limit_reached,
    AuthenticationError: Refusal(401, "signed_out", _("You are signed out. Please sign in again.")),
    Http404: NOT_FOUND,
    OtherAccountError: Refusal(
        409, "other_account", _("This was said by somebody else, who has to sign in again.")
    ),
    EndedByAdminError: Refusal(403, "ended_by_admin", lazy(limit_words.ended_by_admin, str)()),
    CallOverError: Refusal(409, "call_over", _("This call is over. Please start another one.")),
    OfferUnusableError: INVALID,
    RequestDataTooBig: TOO_LARGE,
}


def _answer(
    api: NinjaAPI, request: HttpRequest, refusal: Refusal, retry_after: int | None = None
) -> HttpResponse:
    error = {
        "code": refusal.code,
        "message": str(refusal.message),
        "retry_after": retry_after,
    }
    response = api.create_response(request, {"error": error}, status=refusal.status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def unknown_address(api: NinjaAPI, request: HttpRequest) -> HttpResponse:
    """Refuse what is not there in the shape of all refusals."""
    return _answer(api, request, NOT_FOUND)


def add_handlers(api: NinjaAPI) -> None:
    """Give every refusal of `api` the same shape."""
    answer = partial(_answer, api)

    @api.exception_handler(errors.ProviderError)
    def provider_error(request: HttpRequest, error: errors.ProviderError) -> HttpResponse:
        logger.warning("%s: %s", type(error).__name__, error)
        retry_after = getattr(error, "retry_after", None)
        return answer(request, PROVIDER_REFUSALS[type(error)], retry_after)

    def plain(request: HttpRequest, error: Any) -> HttpResponse:
        refusal = PLAIN_REFUSALS[type(error)]
        return answer(request, refusal(error) if callable(refusal) else refusal)

    for kind in PLAIN_REFUSALS:
        api.add_exception_handler(kind, plain)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        # Where it went wrong, never what was sent: that may be words somebody spoke.
        logger.info("invalid request at %s", [problem["loc"] for problem in error.errors])
        is_too_large = any(problem["type"] == "too_long" for problem in error.errors)  # a list
        return answer(request, TOO_LARGE if is_too_large else INVALID)

    @api.exception_handler(OperationalError)
    def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
        # Locked for longer than is waited for, or not reachable: the same may succeed later.
        logger.warning("the database does not answer: %s", error)
        return answer(request, BUSY, BUSY_SECONDS)

    @api.exception_handler(InvalidSettingsError)
    def invalid_settings(request: HttpRequest, error: InvalidSettingsError) -> HttpResponse:
        found = [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        return answer(request, Refusal(422, "invalid_settings", " ".join(found)))

    @api.exception_handler(Throttled)
    def too_fast(request: HttpRequest, error: Throttled) -> HttpResponse:
        return answer(request, TOO_FAST, error.wait)

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, FORBIDDEN if error.status_code == 403 else INVALID)
