"""The user's side of the audio: its buffer, its turns, and what was made out of them."""

from ..errors import ApiError
from ..ids import NewId
from .conversation import Conversation, Item
from .outputs import Outbox, Transcribe
from .usage import transcription_usage

MIN_COMMIT_MS = 100
WORDS_PER_DELTA = 3


class Listening:
    """Turns stretches of incoming audio into items of the conversation.

    All times are milliseconds of audio since the call began.

    Attributes:
        pending: Items whose words are not known yet.
        languages: What the session expects to hear, as ISO 639-1 codes; empty if it does not say.
    """

    def __init__(self, outbox: Outbox, conversation: Conversation, new_id: NewId) -> None:
        self._outbox = outbox
        self._conversation = conversation
        self._new_id = new_id
        self._start_ms = 0
        self._speaking: str | None = None
        self.pending: dict[str, Item] = {}
        self.languages: tuple[str, ...] = ()

    def speech_started(self, start_ms: int) -> None:
        """The user began to speak; `start_ms` includes the padding before it."""
        self._speaking = self._new_id("item")
        self._start_ms = max(start_ms, self._start_ms)
        self._outbox.send(
            "input_audio_buffer.speech_started",
            audio_start_ms=self._start_ms,
            item_id=self._speaking,
        )

    def speech_stopped(self, end_ms: int) -> bool:
        """The user fell silent; `end_ms` includes the silence. False if it was no turn of ours."""
        if self._speaking is None:
            return False
        self._outbox.send(
            "input_audio_buffer.speech_stopped", audio_end_ms=end_ms, item_id=self._speaking
        )
        self._commit(end_ms)
        return True

    @property
    def speaking(self) -> bool:
        """Whether the user is speaking, as far as detection can tell."""
        return self._speaking is not None

    def time_out(self, start_ms: int, end_ms: int) -> None:
        """The user has said nothing from `start_ms` to `end_ms`, and that becomes a turn."""
        self._start_ms, self._speaking = max(start_ms, self._start_ms), self._new_id("item")
        self._outbox.send(
            "input_audio_buffer.timeout_triggered",
            audio_start_ms=self._start_ms,
            audio_end_ms=end_ms,
            item_id=self._speaking,
        )
        self._commit(end_ms)

    def commit(self, now_ms: int) -> None:
        """Carries out `input_audio_buffer.commit`: what came since the last turn is one."""
        length = now_ms - self._start_ms
        if length < MIN_COMMIT_MS:
            message = (
                f"The input audio buffer holds {length} ms of audio; "
                f"at least {MIN_COMMIT_MS} ms are needed to commit it."
            )
            raise ApiError(message, code="input_audio_buffer_commit_empty")
        self._commit(now_ms)

    def clear(self, now_ms: int) -> None:
        """Carries out `input_audio_buffer.clear`."""
        self._start_ms = now_ms
        self._speaking = None
        self._outbox.send("input_audio_buffer.cleared")

    def forget_turn(self) -> None:
        """The turn in progress will not be ended by detection any more."""
        self._speaking = None

    def transcribed(self, item_id: str, transcript: str, model: str | None) -> None:
        """The words of an item are known; `model` is None if the session does not show them."""
        if (item := self.pending.pop(item_id, None)) is None:
            return
        item.heard = transcript
        if model is None:
            return
        item.content[0]["transcript"] = transcript
        about = {"item_id": item_id, "content_index": 0}
        kind = "conversation.item.input_audio_transcription"
        for delta in word_groups(transcript, WORDS_PER_DELTA):
            self._outbox.send(f"{kind}.delta", **about, delta=delta)
        usage = transcription_usage(model, transcript, item.audio_ms)
        self._outbox.send(f"{kind}.completed", **about, transcript=transcript, usage=usage)

    def not_transcribed(self, item_id: str, problem: str, model: str | None) -> None:
        """The words of an item will never be known, and `problem` says why."""
        if (item := self.pending.pop(item_id, None)) is None:
            return
        item.problem = problem
        if model is None:
            return
        error = {"type": "server_error", "code": "transcription_failed", "message": problem}
        self._outbox.send(
            "conversation.item.input_audio_transcription.failed",
            item_id=item_id,
            content_index=0,
            error={**error, "param": None},
        )

    def _commit(self, end_ms: int) -> None:
        content = [{"type": "input_audio", "transcript": None}]
        item_id = self._speaking or self._new_id("item")
        item = Item(item_id, "user", content, audio_ms=end_ms - self._start_ms)
        self._outbox.send(
            "input_audio_buffer.committed",
            item_id=item_id,
            previous_item_id=self._conversation.last_id,
        )
        self._conversation.add(item)
        self._conversation.finish(item)
        self.pending[item_id] = item
        self._outbox.do(Transcribe(item_id, self._start_ms, end_ms, self.languages))
        self._start_ms = end_ms
        self._speaking = None


def word_groups(text: str, size: int) -> list[str]:
    """Splits `text` after every `size` words, keeping all of its characters."""
    words = text.split(" ")
    groups = [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
    return [group + " " for group in groups[:-1]] + groups[-1:] if text else []
