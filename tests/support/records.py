"""Reports of a call, as a browser makes them."""

from typing import Any

from voicechat.records import TurnRecord


def turn(item_id: str = "item_1", **fields: Any) -> TurnRecord:
    """A finished turn of the person, unless told otherwise."""
    values = {"position": 65536, "role": "user", "state": "final", "text": "Good morning."}
    return TurnRecord(**{**values, "item_id": item_id, **fields})


def turn_json(item_id: str = "item_1", **fields: Any) -> dict[str, Any]:
    """The same, as it is posted."""
    values = {"position": 65536, "role": "user", "state": "final", "text": "Good morning."}
    return {**values, "item_id": item_id, **fields}


def usage_json(provider_id: str = "resp_1", **fields: Any) -> dict[str, Any]:
    """The usage of a response, as it is posted."""
    values = {
        "kind": "response",
        "text_input": 200,
        "text_cached": 100,
        "text_output": 20,
        "audio_input": 50,
        "audio_cached": 0,
        "audio_output": 80,
    }
    return {**values, "provider_id": provider_id, **fields}
