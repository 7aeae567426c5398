"""What a session holds: the defaults, and how a client's wishes are laid over them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .schema import SESSION

Settings = dict[str, Any]
"""A session object with every field filled in."""

DETECTION_DEFAULTS: Mapping[str, Settings] = {
    "server_vad": {
        "type": "server_vad",
        "threshold": 0.5,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 500,
        "idle_timeout_ms": None,
        "create_response": True,
        "interrupt_response": True,
    },
    "semantic_vad": {
        "type": "semantic_vad",
        "eagerness": "auto",
        "create_response": True,
        "interrupt_response": True,
    },
}

CREDENTIALS = ("authorization", "headers")

DEFAULTS: Settings = {
    "type": "realtime",
    "model": "gpt-realtime-2.1",
    "instructions": "You are a friendly voice assistant.",
    "output_modalities": ["audio"],
    "max_output_tokens": "inf",
    "tools": [],
    "tool_choice": "auto",
    "truncation": "auto",
    "tracing": None,
    "prompt": None,
    "include": None,
    "audio": {
        "input": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "transcription": None,
            "noise_reduction": None,
            "turn_detection": DETECTION_DEFAULTS["server_vad"],
        },
        "output": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "voice": "alloy",
            "speed": 1.0,
        },
    },
}


def effective_session(change: Any, current: Settings = DEFAULTS, path: str = "session") -> Settings:
    """The settings in force once `change` is applied to `current`.

    Args:
        change: What a client sent as a session object; fields it leaves out stay as they are.
        current: The settings in force until now.
        path: Where `change` stood in the request, for the error message.

    Raises:
        ApiError: `change` has an unknown or misplaced field, or a wrong value.
    """
    SESSION(change, path)
    session = _merged(current, change)
    audio_input = session["audio"]["input"]
    if detection := audio_input["turn_detection"]:
        audio_input["turn_detection"] = DETECTION_DEFAULTS[detection["type"]] | detection
    return session


def shown(session: Settings) -> Settings:
    """A session object as clients see it: without what servers of tools are signed in to with."""
    tools = [
        {name: value for name, value in tool.items() if name not in CREDENTIALS}
        for tool in session["tools"]
    ]
    return {**session, "tools": tools}


def spoken_languages(settings: Settings) -> tuple[str, ...]:
    """The languages that a session expects to hear, as ISO 639-1 codes; empty if it is silent."""
    transcription = settings["audio"]["input"]["transcription"] or {}
    named = transcription.get("languages") or [transcription.get("language")]
    return tuple(language for language in named if language)


def _merged(current: Mapping[str, Any], change: Mapping[str, Any]) -> Settings:
    """`current` with `change` laid over it, objects field by field, as a deep copy."""
    result = deepcopy(dict(current))
    for name, value in change.items():
        before = result.get(name)
        if isinstance(before, dict) and isinstance(value, dict) and _same_kind(before, value):
            result[name] = _merged(before, value)
        else:
            result[name] = deepcopy(value)
    return result


def _same_kind(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two objects are of one variant; settings of one mean nothing to another."""
    return bool(before.get("type") == after.get("type", before.get("type")))
