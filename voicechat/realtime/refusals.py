"""What a refusal of the provider means, whether HTTP brings it or an event. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from voicechat.realtime import errors

# An event has no status. These codes have one over HTTP; of the others the type tells enough.
STATUSES = {"invalid_api_key": 401, "insufficient_quota": 429, "rate_limit_exceeded": 429}


def refusal(status: int, body: bytes, headers: Mapping[str, str]) -> errors.ProviderError:
    """Tell what an HTTP answer means that is not what was asked for."""
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    error = answer.get("error") if isinstance(answer, dict) else None
    return _meaning(status, error, _retry_after(headers))


def refusal_in_event(error: object) -> errors.ProviderError:
    """Tell what the `error` object of an event means.

    Source: `RealtimeError` and `RealtimeResponseStatus.error` of the official SDK.
    """
    found = _object(error)
    otherwise = 500 if found.get("type") == "server_error" else 400
    return _meaning(STATUSES.get(str(found.get("code")), otherwise), error, None)


def _meaning(status: int, error: object, retry_after: int | None) -> errors.ProviderError:
    found = _object(error)
    code = found.get("code")
    # The provider's message may quote what was sent (a key, instructions): never log it.
    message = f"status {status}, code {code!r}, param {found.get('param')!r}"
    if status in (401, 403):
        return errors.KeyRefusedError(message)
    if status == 404 or code == "model_not_found":
        return errors.ModelUnknownError(message)
    if status == 429:
        if code == "insufficient_quota":
            return errors.QuotaExhaustedError(message)
        return errors.RateLimitedError(message, retry_after)
    if status >= 500:
        return errors.ProviderDownError(message)
    if status >= 400:
        return errors.SessionRefusedError(message)
    return errors.ProviderNonsenseError(message)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _retry_after(headers: Mapping[str, str]) -> int | None:
    """Read Retry-After in seconds; its other form, a date, is not worth parsing here."""
    value = headers.get("Retry-After", "")
    return min(int(value), 86_400) if value.isascii() and value.isdigit() else None
