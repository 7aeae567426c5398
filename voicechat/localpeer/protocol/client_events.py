"""The events that a client may send, as data, and how they are read."""

import json
from collections.abc import Mapping
from typing import Any

from ..errors import ApiError
from ..schema import FORMAT, GENERATION, PROMPT, VOICES
from ..validation import (
    Check,
    Required,
    anything,
    audio,
    fields,
    integer,
    list_of,
    map_of,
    nullable,
    one_of,
    tagged,
    text,
)
from .outputs import Event

# A client may append up to 15 MiB of audio at a time, and writes four characters for three bytes.
MAX_EVENT_CHARS = 21 * 1024 * 1024


_TEXT = {"text": Required(text)}
_AUDIO = {"audio": audio, "transcript": nullable(text)}


def _message(content: Mapping[str, Mapping[str, Check]]) -> Mapping[str, Check]:
    parts = tagged(content)
    return {
        "id": text,
        "object": one_of("realtime.item"),
        "type": Required(one_of("message")),
        "status": one_of("completed", "incomplete", "in_progress"),
        "content": Required(list_of(parts, low=1)),
    }


_MESSAGE = tagged(
    {
        "user": _message({"input_text": _TEXT, "input_audio": _AUDIO}),
        "system": _message({"input_text": _TEXT}),
        "assistant": _message({"output_text": _TEXT, "output_audio": _AUDIO}),
    },
    tag="role",
)

_REFERENCE = tagged({"item_reference": {"id": Required(text)}})


def _input_item(value: object, path: str) -> None:
    """An item, or a reference to one that the conversation has."""
    is_reference = isinstance(value, dict) and value.get("type") == "item_reference"
    (_REFERENCE if is_reference else _MESSAGE)(value, path)


_RESPONSE = fields(
    {
        **GENERATION,
        "audio": fields({"output": fields({"format": FORMAT, "voice": one_of(*VOICES)})}),
        "conversation": one_of("auto", "none"),
        "input": list_of(_input_item),
        "prompt": PROMPT,
        "metadata": nullable(map_of(text)),
    }
)

_FIELDS: Mapping[str, Mapping[str, Check]] = {
    # The session itself is checked where it is applied.
    "session.update": {"session": Required(anything)},
    "conversation.item.create": {"item": Required(_MESSAGE), "previous_item_id": nullable(text)},
    "conversation.item.truncate": {
        "item_id": Required(text),
        "content_index": Required(integer(0, 0)),
        "audio_end_ms": Required(integer(0, 3_600_000)),
    },
    "conversation.item.delete": {"item_id": Required(text)},
    "conversation.item.retrieve": {"item_id": Required(text)},
    "response.create": {"response": _RESPONSE},
    "response.cancel": {"response_id": text},
    "input_audio_buffer.append": {"audio": Required(audio)},
    "input_audio_buffer.commit": {},
    "input_audio_buffer.clear": {},
    "output_audio_buffer.clear": {},
}

_CLIENT_EVENT = tagged({name: {"event_id": text, **own} for name, own in _FIELDS.items()})


def read(raw: str | bytes) -> Event:
    """Reads one message of a client.

    Raises:
        ApiError: It is too long, not JSON, or not an object.
    """
    if len(raw) > MAX_EVENT_CHARS:
        message = f"The event is longer than {MAX_EVENT_CHARS} characters."
        raise ApiError(message, code="event_too_large")
    try:
        event: Any = json.loads(raw)
    except (ValueError, RecursionError):
        raise ApiError("The event is not valid JSON.", code="invalid_json") from None
    if not isinstance(event, dict):
        raise ApiError("The event is not a JSON object.", code="invalid_json")
    return event


def check(event: Event) -> None:
    """Checks a client event against its type.

    Raises:
        ApiError: Its type is unknown, or a field is.
    """
    _CLIENT_EVENT(event, "")
