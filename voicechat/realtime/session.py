"""The session that is asked of the Realtime API, composed from plain settings. Pure.

The shapes are those of `RealtimeSessionCreateRequest` and `RealtimeResponseCreateParams` in the
official SDK (`openai.types.realtime`), against whose types the tests hold them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

JSON = dict[str, Any]

# Whoever speaks says when a turn begins and ends, so that nothing detects it.
PUSH_TO_TALK = "push_to_talk"

PCM_RATE = 24_000  # samples a second; the only one that the provider has


@dataclass(frozen=True, kw_only=True)
class SessionSettings:
    """How a session is set up.

    `speed` is a factor from 0.25 to 1.5; `languages` are ISO 639-1 codes; an empty
    `noise_reduction` means none, an empty `reasoning_effort` or `eagerness` the model's own.
    `turn_detection` is a type of the provider's, or `PUSH_TO_TALK`. `wishes` are instructions of
    the person, for this call only, beside those of the persona. `tools` are servers of the Model
    Context Protocol: `server_label`, `server_url` and `allowed_tools`, of which none means all.
    """

    model: str
    voice: str
    speed: float
    instructions: str
    opening_line: str
    languages: list[str]
    turn_detection: str
    noise_reduction: str
    reasoning_effort: str
    transcription_model: str
    eagerness: str = ""
    wishes: str = ""
    tools: list[JSON] = field(default_factory=list)

    def snapshot(self) -> JSON:
        """Give the settings as JSON, to be kept with a conversation."""
        return asdict(self)

    def without_opening(self) -> "SessionSettings":
        """Give the same for a conversation that goes on, which nobody opens."""
        return replace(self, opening_line="")


def session_payload(settings: SessionSettings, authorizations: Mapping[str, str] = {}) -> JSON:
    """Compose the `session` of a client secret request.

    `authorizations` are the secrets that the provider shows the servers of tools, by their labels.
    With them the payload is for the provider alone, and nothing to be kept or shown.
    """
    payload: JSON = {
        "type": "realtime",
        "model": settings.model,
        "instructions": _instructions(settings),
        "output_modalities": ["audio"],
        "audio": {
            "input": {
                "transcription": _transcription(settings),
                "turn_detection": _turn_detection(settings),
                "noise_reduction": (
                    {"type": settings.noise_reduction} if settings.noise_reduction else None
                ),
            },
            "output": {"voice": settings.voice, "speed": settings.speed},
        },
    }
    if settings.reasoning_effort:
        payload["reasoning"] = {"effort": settings.reasoning_effort}
    if settings.tools:
        payload["tools"] = [_tool(tool, authorizations) for tool in settings.tools]
    return payload


def session_change(settings: SessionSettings) -> JSON:
    """Compose the `session` of a `session.update`: what may change while a call goes on.

    The voice is part of it, which the provider takes only until the first sound.
    """
    payload = session_payload(settings)
    change = {name: payload[name] for name in ("type", "instructions", "audio")}
    # What is left out would stay as it is.
    change["audio"]["input"]["transcription"].setdefault("languages", [])
    return change


def opening_response(settings: SessionSettings) -> JSON | None:
    """Compose the `response` of a `response.create` that speaks the opening line, if any."""
    if not settings.opening_line:
        return None
    return {
        "instructions": (
            "Begin the conversation: say the following, word for word, and nothing else. "
            f"Then wait for the person to speak.\n\n{settings.opening_line}"
        )
    }


def reading_session(voice: str) -> JSON:
    """Compose the `session` of a `session.update` for a call in which a text is read aloud.

    The sound is PCM16, mono, of `PCM_RATE`.
    """
    return {
        "type": "realtime",
        "output_modalities": ["audio"],
        "audio": {
            "input": {"turn_detection": None},
            "output": {"format": {"type": "audio/pcm", "rate": PCM_RATE}, "voice": voice},
        },
    }


def reading_response(text: str, language: str) -> JSON:
    """Compose the `response` of a `response.create` that reads a text aloud.

    `language` is the text's, an ISO 639-1 code.
    """
    return {
        "instructions": (
            "Read the following aloud, in a friendly voice, word for word, and say nothing else. "
            f"Its language is {language!r} (ISO 639-1).\n\n{text}"
        )
    }


def _tool(tool: JSON, authorizations: Mapping[str, str]) -> JSON:
    label = tool["server_label"]
    # Without approval: there is nobody in a spoken call whom the provider could ask.
    asked: JSON = {"type": "mcp", "server_label": label, "server_url": tool["server_url"]}
    asked["require_approval"] = "never"
    if tool["allowed_tools"]:
        asked["allowed_tools"] = tool["allowed_tools"]
    if label in authorizations:
        asked["authorization"] = authorizations[label]
    return asked


def _instructions(settings: SessionSettings) -> str:
    if not settings.wishes:
        return settings.instructions
    return f"{settings.instructions}\n\n# What the person asks for in this call\n{settings.wishes}"


def _turn_detection(settings: SessionSettings) -> JSON | None:
    if settings.turn_detection == PUSH_TO_TALK:
        return None
    detection: JSON = {
        "type": settings.turn_detection,
        "create_response": True,
        "interrupt_response": True,
    }
    if settings.eagerness and settings.turn_detection == "semantic_vad":
        detection["eagerness"] = settings.eagerness
    return detection


def _transcription(settings: SessionSettings) -> JSON:
    transcription: JSON = {"model": settings.transcription_model}
    if settings.languages:
        transcription["languages"] = settings.languages
    return transcription
