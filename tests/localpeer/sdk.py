"""Checks what the local peer sends against the official SDK's types."""

import typing
from collections.abc import Iterator
from typing import Any

from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent
from openai.types.realtime.realtime_session_create_response import RealtimeSessionCreateResponse
from openai.types.realtime.response_item_reference import ResponseItemReference
from pydantic import BaseModel

GIVEN = ("id", "object", "expires_at")  # what a session has that nobody asks for


def event_type_of(model: type[BaseModel]) -> str:
    """The `type` of the events that `model` is for."""
    return str(typing.get_args(model.model_fields["type"].annotation)[0])


def _models(union: Any) -> dict[str, type[BaseModel]]:
    return {event_type_of(model): model for model in typing.get_args(typing.get_args(union)[0])}


SERVER_EVENTS = _models(RealtimeServerEvent)
_CLIENT_EVENTS = _models(RealtimeClientEvent)


def check_event(event: dict[str, Any]) -> None:
    """Fails unless `event` is one that the SDK knows, with known fields only."""
    assert event["type"] in SERVER_EVENTS, event["type"]
    if event["type"] == "session.created":
        # The SDK types this session as the one asked for. It is the one given, which has an end.
        check(RealtimeSessionCreateResponse, event["session"])
        asked = {k: v for k, v in event["session"].items() if k not in GIVEN}
        event = {**event, "session": asked}
    check(SERVER_EVENTS[event["type"]], event)


def validated_client_event(event: dict[str, Any]) -> Any:
    """The SDK's own form of a client event; fails unless it knows all of its fields."""
    # References have a type of their own, which the model of `response.create` leaves out.
    items = event.get("response", {}).get("input", [])
    for reference in [item for item in items if item["type"] == "item_reference"]:
        check(ResponseItemReference, reference)
        rest = [item for item in items if item is not reference]
        event = {**event, "response": {**event["response"], "input": rest}}
    read = _CLIENT_EVENTS[event["type"]].model_validate(event)
    assert list(_unknown(read)) == []
    return read


def check(model: type[BaseModel], value: dict[str, Any]) -> None:
    """Fails unless `value` fits `model`; the models themselves let unknown fields pass."""
    assert list(_unknown(model.model_validate(value))) == []


def _unknown(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from _unknown(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(item, f"{path}[{index}]")
