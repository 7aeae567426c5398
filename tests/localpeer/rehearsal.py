"""A session to act on without sockets: it keeps what was sent, each event checked."""

import itertools
import json
from typing import Any, TypeVar

from voicechat.localpeer.protocol.outputs import Event, Output, Send
from voicechat.localpeer.protocol.session import Clocks, Session
from voicechat.localpeer.settings import effective_session

from .sdk import check_event

Command = TypeVar("Command")
EXPIRES_AT = 1_900_000_000  # Unix s


class Rehearsal:
    """A session with counted ids: `item_1`, `resp_1`, …

    Attributes:
        events: What was sent so far.
        commands: What was asked for besides.
    """

    def __init__(self, *, plays_sound: bool = True, **audio: Any) -> None:
        numbers: dict[str, itertools.count[int]] = {}
        settings = effective_session({"type": "realtime", "audio": audio})
        self.session = Session(
            settings,
            lambda prefix: f"{prefix}_{next(numbers.setdefault(prefix, itertools.count(1)))}",
            plays_sound=plays_sound,
        )
        self.events: list[Event] = []
        self.commands: list[Output] = []

    @property
    def types(self) -> list[str]:
        """The events' types."""
        return [event["type"] for event in self.events]

    def note(self, outputs: list[Output]) -> list[Event]:
        """Keeps what the session answered, and returns the events of it."""
        events = [output.event for output in outputs if isinstance(output, Send)]
        for event in events:
            check_event(event)
        self.events += events
        self.commands += [output for output in outputs if not isinstance(output, Send)]
        return events

    def client(self, event_type: str, clocks: Clocks | None = None, **fields: Any) -> list[Event]:
        """Has the client send an event."""
        raw = json.dumps({"type": event_type, **fields})
        return self.note(self.session.client_event(raw, clocks or Clocks()))

    def hear(self, words: str, start_ms: int = 1000, end_ms: int = 3000) -> None:
        """Has the user speak a turn that is understood as `words`."""
        self.note(self.session.speech_started(start_ms, Clocks(start_ms)))
        self.note(self.session.speech_stopped(end_ms))
        item_id = self.last("input_audio_buffer.committed")["item_id"]
        self.note(self.session.transcribed(item_id, words))

    def reply(self, *words: str, audio_ms: int = 500) -> str:
        """Has the reply asked for begin, with speech if `audio_ms`; returns its id."""
        reply_id = str(self.last("response.created")["response"]["id"])
        if audio_ms:
            self.note(self.session.reply_audio(reply_id, bytes(48 * audio_ms)))
        for word in words:
            self.note(self.session.reply_text(reply_id, word))
        return reply_id

    def finish(self, reply_id: str) -> None:
        """Has the reply end."""
        self.note(self.session.reply_finished(reply_id))

    def last(self, event_type: str) -> Event:
        """The latest event of a type."""
        return next(event for event in reversed(self.events) if event["type"] == event_type)

    def command(self, kind: type[Command]) -> Command:
        """The latest command of a kind."""
        return next(each for each in reversed(self.commands) if isinstance(each, kind))
