"""The session that is asked of the Realtime API, composed from plain settings. Pure.

The shapes are those of `RealtimeSessionCreateRequest` and `RealtimeResponseCreateParams` in the
official SDK (`openai.types.realtime`), against whose types the tests hold them.
"""

from dataclasses import asdict, dataclass
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SessionSettings:
    """How a session is set up.

    `speed` is a factor from 0.25 to 1.5; `languages` are ISO 639-1 codes; an empty
    `noise_reduction` means none, an empty `reasoning_effort` the model's own.
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

    def snapshot(self) -> JSON:
        """Give the settings as JSON, to be kept with a conversation."""
        return asdict(self)


def session_payload(settings: SessionSettings) -> JSON:
    """Compose the `session` of a client secret request."""
    payload: JSON = {
        "type": "realtime",
        "model": settings.model,
        "instructions": settings.instructions,
        "output_modalities": ["audio"],
        "audio": {
            "input": {
                "transcription": _transcription(settings),
                "turn_detection": {
                    "type": settings.turn_detection,
                    "create_response": True,
                    "interrupt_response": True,
                },
                "noise_reduction": (
                    {"type": settings.noise_reduction} if settings.noise_reduction else None
                ),
            },
            "output": {"voice": settings.voice, "speed": settings.speed},
        },
    }
    if settings.reasoning_effort:
        payload["reasoning"] = {"effort": settings.reasoning_effort}
    return payload


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


def _transcription(settings: SessionSettings) -> JSON:
    transcription: JSON = {"model": settings.transcription_model}
    if settings.languages:
        transcription["languages"] = settings.languages
    return transcription
