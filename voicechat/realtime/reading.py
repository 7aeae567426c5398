"""A text read aloud by a model of the Realtime API, over a WebSocket of the server's own."""

import json
import logging
import time
import wave
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from voicechat.realtime import errors
from voicechat.realtime.refusals import refusal, refusal_in_event
from voicechat.realtime.session import PCM_RATE, reading_response, reading_session

TOTAL_TIMEOUT = 20.0  # seconds, from the first packet to the last sound
CLOSE_TIMEOUT = 1.0  # seconds
MAX_PCM_BYTES = 20 * PCM_RATE * 2  # twenty seconds; what is asked for here lasts about four

# At DEBUG websockets logs the headers that it sends, and so the key.
quiet = logging.getLogger(f"{__name__}.socket")
quiet.setLevel(logging.WARNING)


def read_aloud(url: str, authorization: str, text: str, *, voice: str, language: str) -> bytes:
    """Have a short text of a language (ISO 639-1) spoken; gives a WAV file.

    `url` is where the Realtime API takes WebSockets, with the model; `authorization` is a header's
    value. Raises a ProviderError.
    """
    deadline = time.monotonic() + TOTAL_TIMEOUT
    with (
        _provider_errors(),
        connect(
            url,
            additional_headers={"Authorization": authorization},
            open_timeout=TOTAL_TIMEOUT,
            close_timeout=CLOSE_TIMEOUT,
            ping_interval=None,
            logger=quiet,
        ) as line,
    ):
        session, response = reading_session(voice), reading_response(text, language)
        line.send(json.dumps({"type": "session.update", "session": session}))
        line.send(json.dumps({"type": "response.create", "response": response}))
        return _wav(_pcm(line, deadline))


@contextmanager
def _provider_errors() -> Iterator[None]:
    try:
        yield
    except InvalidStatus as error:
        answer = error.response
        raise refusal(answer.status_code, answer.body, answer.headers) from None
    except TimeoutError as error:
        raise errors.ProviderTimeoutError(type(error).__name__) from None
    except (OSError, ConnectionClosed) as error:
        raise errors.ProviderDownError(type(error).__name__) from None
    except WebSocketException as error:
        raise errors.ProviderNonsenseError(type(error).__name__) from None


def _pcm(line: Connection, deadline: float) -> bytes:
    """Collect the sound of the one response."""
    sound = bytearray()
    while True:
        event = _next_event(line, deadline)
        match event.get("type"):
            case "response.output_audio.delta":
                sound += _decoded(event)
            case "error":
                raise refusal_in_event(event.get("error"))
            case "response.done":
                _require_completed(event)
                break
        if len(sound) > MAX_PCM_BYTES:
            raise errors.ProviderNonsenseError("more sound than a few words have")
    if not sound or len(sound) % 2:
        raise errors.ProviderNonsenseError(f"{len(sound)} bytes of PCM16")
    return bytes(sound)


def _next_event(line: Connection, deadline: float) -> dict[str, Any]:
    seconds = deadline - time.monotonic()
    if seconds <= 0:  # `recv` would still give what waits, however long that goes on
        raise TimeoutError
    try:
        event = json.loads(line.recv(seconds))
    except ValueError:
        raise errors.ProviderNonsenseError("an event that is not JSON") from None
    if not isinstance(event, dict):
        raise errors.ProviderNonsenseError("an event that is not an object")
    return event


def _decoded(event: dict[str, Any]) -> bytes:
    try:
        return b64decode(event["delta"], validate=True)
    except (KeyError, TypeError, ValueError):
        raise errors.ProviderNonsenseError("sound that is not base64") from None


def _require_completed(event: dict[str, Any]) -> None:
    """Raises a ProviderError unless the response came to its own end."""
    match event.get("response"):
        case {"status": "completed"}:
            return
        case {"status": "failed", "status_details": {"error": error}}:
            raise refusal_in_event(error)
        case {"status": status}:
            raise errors.ProviderNonsenseError(f"a response that is {status!r}")
    raise errors.ProviderNonsenseError("a response without a status")


def _wav(pcm: bytes) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(PCM_RATE)
        writer.writeframes(pcm)
    return file.getvalue()
