"""The assistant's side: the reply in the making, and the speech that is being heard."""

from collections.abc import Iterable

from ..ids import NewId
from .conversation import Conversation
from .outputs import BYTES_PER_MS, Generate, Outbox, Play, Silence, StopGenerating
from .prompt import Prompt
from .response import Response, ResponseSettings
from .usage import Tokens, context_tokens, response_usage

TOKENS_PER_MINUTE = 200_000


class Speaking:
    """Makes one reply at a time, and follows the replies that are sounding or wait to sound.

    Attributes:
        active: The reply in the making.
        has_spoken: Whether the voice has been heard, which settles it for the session.
        unplayed_ms: How much speech of the last reply the client itself is to play.
        has_replied: Whether a reply has ended.
    """

    def __init__(
        self, outbox: Outbox, conversation: Conversation, new_id: NewId, plays_sound: bool
    ) -> None:
        self._plays_sound = plays_sound
        self._outbox = outbox
        self._conversation = conversation
        self._new_id = new_id
        self._sounding: list[Response] = []
        self._last_context = Tokens()
        self.active: Response | None = None
        self.has_spoken = False
        self.unplayed_ms = 0
        self.has_replied = False

    def create(self, settings: ResponseSettings) -> None:
        """Announces a reply; `generate` sets it going."""
        response = Response(self._new_id("resp"), self._new_id("item"), settings)
        self.active = response
        self._outbox.send(
            "response.created", response=response.as_event("in_progress", self._conversation)
        )

    def generate(self) -> None:
        """Has the reply produced, unless there is none or it is under way already."""
        response = self.active
        if response is None or response.context is not None:
            return
        settings = response.settings
        items = self._conversation.items if settings.context is None else settings.context
        response.context = context_tokens(settings.instructions, items)
        turns = tuple(item.as_turn() for item in items)
        prompt = Prompt(settings.session_instructions, settings.directive, turns)
        voice = settings.voice if settings.spoken else None
        languages = settings.languages
        self._outbox.do(Generate(response.id, prompt, voice, settings.speed, languages))

    def audio(self, response_id: str, sound: bytes) -> None:
        """More of the reply's speech."""
        if (response := self._running(response_id)) is None:
            return
        response.open(self._conversation, self._outbox)
        response.item.audio_ms += len(sound) // BYTES_PER_MS
        self.has_spoken = True
        if self._plays_sound:
            self._play(response, sound)
        else:
            response.stream(sound, self._outbox)

    def text(self, response_id: str, delta: str) -> None:
        """More of the reply's words."""
        if (response := self._running(response_id)) is None:
            return
        response.open(self._conversation, self._outbox)
        response.extend(delta, self._outbox)
        if response.exhausted:
            self._outbox.do(StopGenerating(response_id))
            self._end(response, "incomplete", {"type": "incomplete", "reason": "max_output_tokens"})

    def finish(self, response_id: str) -> None:
        """The reply is complete, though its speech may go on sounding."""
        if (response := self._running(response_id)) is not None:
            response.open(self._conversation, self._outbox)
            self._end(response, "completed")

    def fail(self, response_id: str, problem: str) -> None:
        """The reply cannot be completed."""
        if (response := self._running(response_id)) is not None:
            error = {"type": "server_error", "code": "server_error", "message": problem}
            self._end(response, "failed", {"type": "failed", "error": error})

    def cancel(self, reason: str) -> None:
        """Abandons the reply in the making: `turn_detected` or `client_cancelled`."""
        if (response := self.active) is not None:
            self._outbox.do(StopGenerating(response.id))
            self._end(response, "cancelled", {"type": "cancelled", "reason": reason})

    def interrupt(self, heard_ms: int) -> None:
        """The user spoke over a reply of which `heard_ms` have sounded."""
        interrupted = self._sounding
        self.silence()
        for response, end_ms in _heard(interrupted, heard_ms):
            if response.item in self._conversation.items:
                self._conversation.cut(response.item, end_ms)
        self.cancel("turn_detected")

    def silence(self) -> None:
        """Drops all speech that has not sounded yet."""
        if self._sounding:
            self._outbox.do(Silence())
            self._outbox.send("output_audio_buffer.cleared", response_id=self._sounding[0].id)
            self._sounding = []

    def ended(self, response_id: str) -> None:
        """All of a reply's speech has sounded."""
        if self._sounding and self._sounding[0].id == response_id:
            self._outbox.send("output_audio_buffer.stopped", response_id=response_id)
            del self._sounding[0]
            if self._sounding:
                self._outbox.send("output_audio_buffer.started", response_id=self._sounding[0].id)

    @property
    def busy(self) -> bool:
        """Whether a reply is being made, or sounds."""
        return self.active is not None or bool(self._sounding)

    def _play(self, response: Response, sound: bytes) -> None:
        if response not in self._sounding:
            self._sounding.append(response)
            if len(self._sounding) == 1:
                self._outbox.send("output_audio_buffer.started", response_id=response.id)
        self._outbox.do(Play(response.id, sound))

    def _running(self, response_id: str) -> Response | None:
        """The reply, if it is still wanted: work on a cancelled one may yet report in."""
        return self.active if self.active and self.active.id == response_id else None

    def _end(
        self, response: Response, status: str, details: dict[str, object] | None = None
    ) -> None:
        self.active, self.has_replied = None, True
        self.unplayed_ms = 0 if self._plays_sound else response.item.audio_ms
        response.close(status, self._conversation, self._outbox)
        context = response.context or Tokens()
        usage = response_usage(context, self._last_context, response.output_tokens())
        self._last_context = context
        shown = response.as_event(status, self._conversation, details, usage)
        self._outbox.send("response.done", response=shown)
        self._outbox.send("rate_limits.updated", rate_limits=[_rate_limit(usage["total_tokens"])])


def _heard(responses: Iterable[Response], heard_ms: int) -> Iterable[tuple[Response, int]]:
    """Pairs each reply with what was heard of it: only the first had begun to sound."""
    for index, response in enumerate(responses):
        yield response, 0 if index else min(heard_ms, response.item.audio_ms)


def _rate_limit(spent: int) -> dict[str, object]:
    """A plausible allowance; nothing is limited here."""
    remaining = max(0, TOKENS_PER_MINUTE - spent)
    seconds = round((TOKENS_PER_MINUTE - remaining) * 60 / TOKENS_PER_MINUTE, 3)
    return {
        "name": "tokens",
        "limit": TOKENS_PER_MINUTE,
        "remaining": remaining,
        "reset_seconds": seconds,
    }
