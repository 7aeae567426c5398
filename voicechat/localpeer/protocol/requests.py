"""What a client asks of its session, event by event."""

from base64 import b64decode
from collections.abc import Callable

from ..errors import ApiError
from ..settings import effective_session, shown
from .clocks import Clocks
from .outputs import Event, Hear
from .response import ResponseSettings
from .state import State


class Requests:
    """Carries out client events that have been found well-formed."""

    def __init__(self, state: State) -> None:
        self._state = state
        conversation = state.conversation
        self._handlers: dict[str, Callable[[Event, Clocks], None]] = {
            "session.update": self._update,
            "conversation.item.create": lambda event, _: conversation.create(event),
            "conversation.item.delete": lambda event, _: conversation.delete(event),
            "conversation.item.retrieve": lambda event, _: conversation.retrieve(event),
            "conversation.item.truncate": lambda event, _: conversation.truncate(event),
            "response.create": self._create_response,
            "response.cancel": self._cancel_response,
            "input_audio_buffer.append": self._append,
            "input_audio_buffer.commit": self._commit,
            "input_audio_buffer.clear": self._clear,
            "output_audio_buffer.clear": self._silence,
        }

    def carry_out(self, event: Event, clocks: Clocks) -> None:
        """Carries out one event.

        Raises:
            ApiError: It cannot be done, and nothing of it has been.
        """
        self._handlers[event["type"]](event, clocks)

    def _update(self, event: Event, clocks: Clocks) -> None:
        state = self._state
        settings = effective_session(event["session"], state.settings)
        before, after = state.settings["audio"], settings["audio"]
        if settings["model"] != state.settings["model"]:
            message = "The model cannot be changed once the session has begun."
            raise ApiError(message, code="cannot_update_model", param="session.model")
        if state.speaking.has_spoken and after["output"]["voice"] != before["output"]["voice"]:
            message = "The voice cannot be changed once the assistant has spoken."
            raise ApiError(message, code="cannot_update_voice", param="session.audio.output.voice")
        state.use(settings)
        if after["input"]["turn_detection"] != before["input"]["turn_detection"]:
            state.detect_turns()
        state.outbox.send("session.updated", session=shown(settings))

    def _create_response(self, event: Event, clocks: Clocks) -> None:
        state = self._state
        if state.speaking.active:
            message = "A response is still in progress; wait for it to be done, or cancel it."
            raise ApiError(message, code="conversation_already_has_active_response")
        wishes = event.get("response", {})
        context = state.conversation.context(wishes["input"]) if "input" in wishes else None
        state.speaking.create(ResponseSettings(state.settings, wishes, context))
        state.generate_when_heard()

    def _cancel_response(self, event: Event, clocks: Clocks) -> None:
        active = self._state.speaking.active
        if active is None or event.get("response_id", active.id) != active.id:
            message = "Cancellation failed: no such response is in progress."
            raise ApiError(message, code="response_cancel_not_active")
        self._state.speaking.cancel("client_cancelled")

    def _append(self, event: Event, clocks: Clocks) -> None:
        if self._state.plays_sound:
            message = "This session's audio comes on its media track, not in events."
            raise ApiError(message, code="input_audio_buffer_append_not_supported")
        self._state.outbox.do(Hear(b64decode(event["audio"])))

    def _commit(self, event: Event, clocks: Clocks) -> None:
        self._state.listening.commit(clocks.input_ms)
        self._state.detect_turns()

    def _clear(self, event: Event, clocks: Clocks) -> None:
        self._state.listening.clear(clocks.input_ms)
        self._state.detect_turns()

    def _silence(self, event: Event, clocks: Clocks) -> None:
        if not self._state.plays_sound:
            message = "This session's audio is played by the client; stop it there."
            raise ApiError(message, code="output_audio_buffer_clear_not_supported")
        self._state.speaking.silence()
