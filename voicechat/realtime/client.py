"""Requests to the Realtime API that need the API key."""

import json
import logging
import re
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from voicechat.metrics import asking
from voicechat.realtime import errors
from voicechat.realtime.reading import read_aloud
from voicechat.realtime.refusals import refusal
from voicechat.realtime.session import JSON

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT = 4.0  # seconds
READ_TIMEOUT = 15.0  # seconds
REACH_TIMEOUT = 2.0  # seconds; whoever asks has to be answered soon
HANG_UP_TIMEOUT = 5.0  # seconds; it is tried again
CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")  # what can be part of an address
POOL_SIZE = 64  # connections kept open; more threads than that only open some anew


@dataclass(frozen=True)
class ClientSecret:
    """An ephemeral key. `expires_at` is a Unix time in seconds."""

    value: str = field(repr=False)
    expires_at: int


@dataclass(frozen=True)
class CallAnswer:
    """The provider's answer to an offer (SDP), and its id of the call."""

    sdp: str
    call_id: str


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

    @asking("mint")
    def mint_client_secret(
        self, session: JSON, *, safety_identifier: str, seconds: int
    ) -> ClientSecret:
        """Ask for an ephemeral key that opens `session`s for `seconds` (10 to 7200).

        Raises a ProviderError. Source: POST {base}/realtime/client_secrets.
        """
        response = self._post(
            "/realtime/client_secrets",
            headers={"OpenAI-Safety-Identifier": safety_identifier},
            json={
                "expires_after": {"anchor": "created_at", "seconds": seconds},
                "session": session,
            },
        )
        return _client_secret(_accepted(response))

    @asking("exchange")
    def exchange(self, offer: str, session: JSON, *, safety_identifier: str) -> CallAnswer:
        """Open a call by WebRTC for a browser that has made this `offer` (SDP).

        Raises a ProviderError. Not tried twice, which might open two calls.
        Source: POST {base}/realtime/calls, the unified interface.
        """
        response = self._post(
            "/realtime/calls",
            headers={"OpenAI-Safety-Identifier": safety_identifier},
            files={
                "sdp": (None, offer, "application/sdp"),
                "session": (None, json.dumps(session), "application/json"),
            },
            tries=1,
        )
        return _call_answer(_accepted(response))

    @asking("hang_up")
    def hang_up(self, call_id: str) -> None:
        """End a call; one that has ended already is as good.

        Raises a ProviderError. Source: POST {base}/realtime/calls/{call_id}/hangup.
        """
        path = f"/realtime/calls/{quote(call_id, safe='')}/hangup"
        response = self._post(path, timeout=HANG_UP_TIMEOUT)
        if response.status_code != 404:
            _accepted(response)

    @asking("speak")
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

    def reach(self) -> None:
        """Find out whether the provider answers at all, whatever it says.

        Raises a ProviderError. Source: any address of {base}; no key is sent.
        """
        self._head()

    def clock_offset(self) -> float | None:
        """Give the seconds by which the provider's clock is ahead of this one, to a second.

        None if it does not say. Raises a ProviderError. Source: the header Date of any answer.
        """
        try:
            theirs = parsedate_to_datetime(self._head().headers.get("Date", ""))
        except ValueError:
            return None
        return theirs.timestamp() - time.time()

    @asking("models")
    def models(self) -> set[str]:
        """Give the names of the models that the key may use.

        Raises a ProviderError. Source: GET {base}/models.
        """
        response = self._request("GET", "/models")
        rows = _json(_accepted(response)).get("data")
        if not isinstance(rows, list):
            raise errors.ProviderNonsenseError("a list of models that is none")
        return {row["id"] for row in rows if isinstance(row, dict) and "id" in row}

    def close(self) -> None:
        """Close the kept connections."""
        self._http.close()

    def _head(self) -> requests.Response:
        try:
            return self._http.head(
                self.base_url,
                auth=lambda request: request,  # nor what a .netrc file has for it
                timeout=REACH_TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise errors.ProviderDownError(type(error).__name__) from error

    def _post(self, path: str, **request: Any) -> requests.Response:
        return self._request("POST", path, **request)

    def _request(
        self,
        method: str,
        path: str,
        *,
        tries: int = 2,
        timeout: float = READ_TIMEOUT,
        **request: Any,
    ) -> requests.Response:
        """Ask for something, by default once more if the connection failed."""
        for attempt in range(1, tries + 1):
            try:
                return self._http.request(
                    method,
                    f"{self.base_url}{path}",
                    auth=self._auth,
                    timeout=(CONNECT_TIMEOUT, timeout),
                    allow_redirects=False,
                    **request,
                )
            except requests.Timeout as error:
                raise errors.ProviderTimeoutError(type(error).__name__) from error
            except requests.ConnectionError as error:
                name = type(error).__name__
                logger.warning("%s %s failed (try %d): %s", method, path, attempt, name)
                failure = error
            except requests.RequestException as error:
                raise errors.ProviderNonsenseError(type(error).__name__) from error
        raise errors.ProviderDownError(type(failure).__name__) from failure


def _accepted(response: requests.Response) -> requests.Response:
    if not response.ok or response.is_redirect:
        raise refusal(response.status_code, response.content, response.headers)
    return response


def _call_answer(response: requests.Response) -> CallAnswer:
    call_id = response.headers.get("Location", "").rpartition("/")[2]
    if not CALL_ID.fullmatch(call_id):
        raise errors.ProviderNonsenseError("an answer to an offer without the call's id")
    try:
        return CallAnswer(response.content.decode(), call_id)
    except UnicodeDecodeError as error:
        raise errors.ProviderNonsenseError("an answer to an offer that is no text") from error


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
