"""What the protocol asks of the outside world, and the outbox that collects it."""

from dataclasses import dataclass
from typing import Any

from ..ids import NewId
from .prompt import Prompt

Event = dict[str, Any]

# PCM16, mono, 24 kHz.
BYTES_PER_MS = 48


@dataclass(frozen=True)
class Send:
    """Send this event to the client."""

    event: Event


@dataclass(frozen=True)
class Hear:
    """Take in more of the client's audio: PCM16, mono, 24 kHz."""

    sound: bytes


@dataclass(frozen=True)
class Transcribe:
    """Find out what was said from `start_ms` to `end_ms` of the call's incoming audio.

    Attributes:
        languages: What it may be in, as ISO 639-1 codes; empty if nobody knows.
    """

    item_id: str
    start_ms: int
    end_ms: int
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Generate:
    """Produce a reply to `prompt`.

    Attributes:
        voice: Name of the voice that speaks it; None for a reply in text only.
        speed: 1.0 is the voice's own pace.
        languages: What the words may be in, as ISO 639-1 codes; empty if nobody knows.
    """

    response_id: str
    prompt: Prompt
    voice: str | None
    speed: float
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class StopGenerating:
    """Produce no more of this reply; what already waits to be heard may sound."""

    response_id: str


@dataclass(frozen=True)
class Play:
    """Queue more of a reply's speech, PCM16, mono, 24 kHz, to sound in real time."""

    response_id: str
    sound: bytes


@dataclass(frozen=True)
class Silence:
    """Drop all speech that has not sounded yet."""


@dataclass(frozen=True)
class DetectTurns:
    """Look for turns by these settings from now on; None leaves turns to the client."""

    turn_detection: dict[str, Any] | None


@dataclass(frozen=True)
class Close:
    """End the call."""


Output = Send | Hear | Transcribe | Generate | StopGenerating | Play | Silence | DetectTurns | Close


class Outbox:
    """Collects outputs in order until they are taken."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id
        self._outputs: list[Output] = []

    def send(self, event_type: str, **fields: Any) -> None:
        """Adds an event, with an id of its own."""
        self.do(Send(self.event(event_type, **fields)))

    def event(self, event_type: str, **fields: Any) -> Event:
        """Returns an event, with an id of its own."""
        return {"type": event_type, "event_id": self._new_id("event"), **fields}

    def do(self, output: Output) -> None:
        """Adds a command."""
        self._outputs.append(output)

    def take(self) -> list[Output]:
        """Returns what was collected, and starts afresh."""
        taken, self._outputs = self._outputs, []
        return taken
