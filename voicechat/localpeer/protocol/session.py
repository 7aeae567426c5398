"""A Realtime session as a state machine: tell it what happened, do what it answers.

It neither waits nor looks at a clock. Each method returns the events to send and the
commands to carry out, in order.
"""

from ..errors import ApiError
from ..ids import NewId, new_id
from ..settings import Settings, shown
from . import client_events
from .clocks import Clocks
from .idleness import Idleness
from .outputs import Close, Event, Output, Send
from .requests import Requests
from .response import ResponseSettings
from .state import State

MAX_SESSION_MINUTES = 60


class Session:
    """The protocol side of one call."""

    def __init__(
        self, settings: Settings, new_id: NewId = new_id, *, plays_sound: bool = True
    ) -> None:
        """
        Args:
            settings: What it begins with.
            new_id: Makes ids.
            plays_sound: Whether speech is to sound in real time, as over WebRTC; else it is
                sent in events, and the client sends its own in `input_audio_buffer.append`.

        Raises:
            ApiError: The settings do not suit such a session.
        """
        self._state = state = State(settings, new_id, plays_sound)
        self._outbox, self._listening, self._speaking = (
            state.outbox,
            state.listening,
            state.speaking,
        )
        self._requests = Requests(state)
        self._idleness = Idleness()
        self._given: Settings = {"id": new_id("sess"), "object": "realtime.session"}

    def open(self, expires_at: int) -> list[Output]:
        """The client can be reached; it is told that the session ends at this Unix time, in s."""
        self._given["expires_at"] = expires_at
        self._outbox.do(Send(self.introduction()))
        self._state.detect_turns()
        return self._outbox.take()

    def introduction(self) -> Event:
        """The event that shows the session to whoever has come to it."""
        return self._outbox.event(
            "session.created", session=self._given | shown(self._state.settings)
        )

    def expire(self) -> list[Output]:
        """The session has lasted as long as it may."""
        message = f"Your session hit the maximum duration of {MAX_SESSION_MINUTES} minutes."
        self._refuse(ApiError(message, code="session_expired"))
        self._outbox.do(Close())
        return self._outbox.take()

    def client_event(self, raw: str | bytes, clocks: Clocks) -> list[Output]:
        """The client sent a message; one that is in order is carried out, else it gets an error."""
        event: Event = {}
        try:
            event = client_events.read(raw)
            client_events.check(event)
            self._requests.carry_out(event, clocks)
        except ApiError as refusal:
            self._refuse(refusal, event.get("event_id"))
        return self._outbox.take()

    def speech_started(self, start_ms: int, clocks: Clocks) -> list[Output]:
        """The user began to speak, at `start_ms` with the padding before it."""
        self._listening.speech_started(start_ms)
        if self._state.detection.get("interrupt_response"):
            self._speaking.interrupt(clocks.output_ms)
        return self._outbox.take()

    def speech_stopped(self, end_ms: int) -> list[Output]:
        """The user has been silent long enough, at `end_ms`, for the turn to be over."""
        was_turn = self._listening.speech_stopped(end_ms)
        answers = self._state.detection.get("create_response")
        # A reply that may not be interrupted is not answered over: the turn stays unanswered.
        if was_turn and answers and not self._speaking.active:
            self._speaking.create(ResponseSettings(self._state.settings))
        return self._outbox.take()

    def audio_passed(self, clocks: Clocks) -> list[Output]:
        """Some more audio has come in, and brought nothing new."""
        timeout_ms = self._state.detection.get("idle_timeout_ms")
        if timeout_ms is None or not self._speaking.has_replied or self._state.occupied:
            self._idleness.busy()
            return []
        now_ms = clocks.input_ms
        start_ms = self._idleness.over(now_ms, self._speaking.unplayed_ms, timeout_ms)
        if start_ms is not None:
            self._listening.time_out(start_ms, now_ms)
            self._speaking.create(ResponseSettings(self._state.settings))
        return self._outbox.take()

    def transcribed(self, item_id: str, transcript: str) -> list[Output]:
        """The words of a committed turn are known; empty if there were none."""
        self._listening.transcribed(item_id, transcript, self._state.transcription_model)
        self._state.generate_when_heard()
        return self._outbox.take()

    def not_transcribed(self, item_id: str, problem: str) -> list[Output]:
        """The words of a committed turn cannot be known; `problem` is a sentence that says why."""
        self._listening.not_transcribed(item_id, problem, self._state.transcription_model)
        self._state.generate_when_heard()
        return self._outbox.take()

    def reply_audio(self, response_id: str, sound: bytes) -> list[Output]:
        """Some speech of a reply: PCM16, mono, 24 kHz."""
        self._speaking.audio(response_id, sound)
        return self._outbox.take()

    def reply_text(self, response_id: str, delta: str) -> list[Output]:
        """Some words of a reply."""
        self._speaking.text(response_id, delta)
        return self._outbox.take()

    def reply_finished(self, response_id: str) -> list[Output]:
        """A reply is complete."""
        self._speaking.finish(response_id)
        return self._outbox.take()

    def reply_failed(self, response_id: str, problem: str) -> list[Output]:
        """A reply broke off."""
        self._speaking.fail(response_id, problem)
        return self._outbox.take()

    def trouble(self, problem: str) -> list[Output]:
        """Something went wrong on this side that the client is to know of; the call goes on."""
        self._refuse(ApiError(problem, code="server_error", status=500))
        return self._outbox.take()

    def playback_ended(self, response_id: str) -> list[Output]:
        """All speech of a complete reply has sounded."""
        self._speaking.ended(response_id)
        return self._outbox.take()

    def _refuse(self, refusal: ApiError, event_id: object = None) -> None:
        event_id = event_id if isinstance(event_id, str) else None
        self._outbox.send("error", error={**refusal.as_dict(), "event_id": event_id})
