"""Ways in which this server can be told to fail, so that one can see what a client makes of it."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from .errors import ApiError
from .validation import Check, flag, integer, nullable, number, one_of
from .validation import fields as object_of

Refusal = Literal["401", "429", "500", "hang", "html"]

ENDPOINTS = ("mint", "call", "hangup", "websocket")
"""Names of the faults that are an endpoint's refusal, and of the routes that they hit."""

_SECONDS = number(0, 3600)
_AFTER = nullable(_SECONDS)
_REFUSAL = nullable(one_of("401", "429", "500", "hang", "html"))
_REFUSALS = "401, 429, 500, hang (until it is switched off), or html (a proxy's error page)"


def _about(check: Check, meaning: str) -> dict[str, Any]:
    return {"check": check, "meaning": meaning}


@dataclass(frozen=True)
class Faults:
    """What goes wrong; nothing does by default. `describe` says what each field means."""

    mint: Refusal | None = field(
        default=None, metadata=_about(_REFUSAL, f"answer to client secret requests: {_REFUSALS}")
    )
    call: Refusal | None = field(
        default=None, metadata=_about(_REFUSAL, "answer to offers of calls: likewise")
    )
    hangup: Refusal | None = field(
        default=None, metadata=_about(_REFUSAL, "answer to hang-ups: likewise")
    )
    websocket: Refusal | None = field(
        default=None, metadata=_about(_REFUSAL, "answer to WebSockets: likewise")
    )
    retry_after_s: int = field(
        default=1, metadata=_about(integer(0, 3600), "the Retry-After of each 429")
    )
    mint_delay_s: float = field(
        default=0.0, metadata=_about(_SECONDS, "client secrets come this late")
    )
    answer_delay_s: float = field(
        default=0.0, metadata=_about(_SECONDS, "answers to offers come this late")
    )
    transcript_delay_s: float = field(
        default=0.0, metadata=_about(_SECONDS, "transcripts come this late")
    )
    transcript_after_reply: bool = field(
        default=False, metadata=_about(flag, "transcripts come after the next reply")
    )
    transcription_fails: bool = field(default=False, metadata=_about(flag, "no speech is made out"))
    duplicate_events: bool = field(default=False, metadata=_about(flag, "each event comes twice"))
    reorder_events: bool = field(
        default=False,
        metadata=_about(
            flag, "transcripts, playback and rate limits are overtaken by the event after them"
        ),
    )
    unknown_events: bool = field(
        default=False, metadata=_about(flag, "an event of an unknown type follows each event")
    )
    unknown_fields: bool = field(
        default=False, metadata=_about(flag, "events and the objects in them have new fields")
    )
    session_expires_after_s: float | None = field(
        default=None,
        metadata=_about(
            _AFTER,
            "session_expired comes, and the end, when a call is this old; foretold in expires_at "
            "to calls that begin later",
        ),
    )
    silent_after_s: float | None = field(
        default=None,
        metadata=_about(
            _AFTER, "neither events nor sound come, though the line stands, from this age on"
        ),
    )
    media_lost_after_s: float | None = field(
        default=None,
        metadata=_about(_AFTER, "no packet of sound comes, though events do, from this age on"),
    )
    hung_up_after_s: float | None = field(
        default=None,
        metadata=_about(_AFTER, "the line is closed, without an event, when a call is this old"),
    )
    line_cut_after_s: float | None = field(
        default=None,
        metadata=_about(_AFTER, "the line goes dead, without a goodbye, when a call is this old"),
    )

    @classmethod
    def of(cls, wishes: Any) -> "Faults":
        """Reads a JSON object of faults by name; those it does not name are off.

        Raises:
            ApiError: A name is unknown, or a value does not fit.
        """
        object_of({each.name: each.metadata["check"] for each in fields(cls)})(wishes, "")
        return cls(**wishes)

    @classmethod
    def from_assignments(cls, assignments: list[str]) -> "Faults":
        """Reads faults as the command line has them: `name=value`, or `name` for `name=true`.

        Raises:
            ValueError: One of them cannot be read.
        """
        wishes: dict[str, Any] = {}
        for name, equals, value in (each.partition("=") for each in assignments):
            wishes[name] = value if equals else True
            if name not in ENDPOINTS:
                with suppress(ValueError):
                    wishes[name] = json.loads(value)
        try:
            return cls.of(wishes)
        except ApiError as error:
            raise ValueError(error.message) from None

    def as_dict(self) -> dict[str, Any]:
        """All of them by name, as `of` reads them."""
        return asdict(self)


def describe() -> str:
    """A line for each fault: its name, and what it does."""
    return "\n".join(f"  {each.name:24} {each.metadata['meaning']}" for each in fields(Faults))


class FaultSwitch:
    """The faults in force, which may change while calls go on.

    Attributes:
        current: The faults of now.
    """

    def __init__(self, faults: Faults) -> None:
        self.current = faults
        self._changed = asyncio.Event()

    def set(self, faults: Faults) -> None:
        """Replaces the faults in force, for new calls and for those that go on."""
        self.current = faults
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, timeout_s: float | None) -> None:
        """Waits for the next change, but no longer than `timeout_s` if that is not None."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout_s)

    async def until(self, fits: Callable[[Faults], bool]) -> None:
        """Waits until the faults in force fit."""
        while not fits(self.current):
            await self.changed(None)
