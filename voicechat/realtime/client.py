"""Requests to the Realtime API that need the API key."""

import logging
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from voicechat.realtime import errors
from voicechat.realtime.reading import read_aloud
from voicechat.realtime.refusals import refusal
from voicechat.realtime.session import JSON

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT = 4.0  # seconds
READ_TIMEOUT = 15.0  # seconds
POOL_SIZE = 64  # connections kept open; more threads than that only open some anew


@dataclass(frozen=True)
class ClientSecret:
    """An ephemeral key. `expires_at` is a Unix time in seconds."""

    value: str = field(repr=False)
    expires_at: int


class BearerAuth(AuthBase):
    """Sends the key, whatever a .netrc file of the machine says of the host."""

    def __init__(self, key: str) -> None:
        self.header = f"Bearer {key}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key to a request."""
        request.headers["Authorization"] = self.header
        return request


class RealtimeClient:
    """Speaks to the Realtime API at `base_url` over a pool of kept connections."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self.base_url = base_url
        self._auth = BearerAuth(api_key)
        self._http = requests.Session()
        self._http.mount("https://", HTTPAdapter(pool_maxsize=POOL_SIZE))
        self._http.mount("http://", HTTPAdapter(pool_maxsize=POOL_SIZE))

    def mint_client_secret(
        self, session: JSON, *, safety_identifier: str, seconds: int
    ) -> ClientSecret:
        """Ask for an ephemeral key that opens `session`s for `seconds` (10 to 7200).

        Raises a ProviderError. Source: POST {base}/realtime/client_secrets.
        """
        response = self._post(
            "/realtime/client_secrets",
            {"expires_after": {"anchor": "created_at", "seconds": seconds}, "session": session},
            {"OpenAI-Safety-Identifier": safety_identifier},
        )
        if not response.ok:
            raise refusal(response.status_code, response.content, response.headers)
        return _client_secret(response)

    def speak(self, text: str, *, voice: str, language: str, model: str) -> bytes:
        """Have a short text of a language (ISO 639-1) spoken; gives a WAV file.

        Raises a ProviderError. Source: the WebSocket at {base}/realtime.
        """
        query = urlencode({"model": model})
        url = f"ws{self.base_url.removeprefix('http')}/realtime?{query}"
        try:
            return read_aloud(url, self._auth.header, text, voice=voice, language=language)
        except (errors.ModelUnknownError, errors.SessionRefusedError) as error:
            raise errors.SpeechRefusedError(str(error)) from error

    def close(self) -> None:
        """Close the kept connections."""
        self._http.close()

    def _post(self, path: str, body: JSON, headers: dict[str, str]) -> requests.Response:
        """Post JSON, once more if the connection failed: asking twice does no harm here."""
        for attempt in (1, 2):
            try:
                return self._http.post(
                    f"{self.base_url}{path}",
                    json=body,
                    headers=headers,
                    auth=self._auth,
                    timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
                    allow_redirects=False,
                )
            except requests.Timeout as error:
                raise errors.ProviderTimeoutError(type(error).__name__) from error
            except requests.ConnectionError as error:
                logger.warning("POST %s failed (try %d): %s", path, attempt, type(error).__name__)
                failure = error
            except requests.RequestException as error:
                raise errors.ProviderNonsenseError(type(error).__name__) from error
        raise errors.ProviderDownError(type(failure).__name__) from failure


def _client_secret(response: requests.Response) -> ClientSecret:
    body = _json(response)
    value, expires_at = body.get("value"), body.get("expires_at")
    if not isinstance(value, str) or not value or not isinstance(expires_at, int):
        raise errors.ProviderNonsenseError("a client secret without value or expires_at")
    return ClientSecret(value=value, expires_at=expires_at)


def _json(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError as error:
        raise errors.ProviderNonsenseError("a body that is not JSON") from error
    if not isinstance(body, dict):
        raise errors.ProviderNonsenseError("JSON that is not an object")
    return body


@cache
def realtime_client() -> RealtimeClient:
    """Give the process's one client, for the API that the settings name."""
    return RealtimeClient(settings.REALTIME_BASE_URL, settings.REALTIME_API_KEY)
