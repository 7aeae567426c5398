"""One reply: its settings, its single item, and the events that frame it."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..settings import Settings, spoken_languages
from .conversation import Conversation, Item
from .outputs import Event, Outbox
from .usage import Tokens, item_tokens

AT = {"output_index": 0, "content_index": 0}

# 200 ms of PCM16, mono, 24 kHz.
BYTES_PER_DELTA = 9600


@dataclass(frozen=True)
class ResponseSettings:
    """What a reply goes by: the session's settings, and the client's wishes for this one.

    Attributes:
        session: The session's settings when the reply was asked for.
        wishes: The `response` object of `response.create`, empty if there was none.
        context: The items to read instead of the conversation's, if the client gave any.
    """

    session: Settings
    wishes: Settings = field(default_factory=dict)
    context: Sequence[Item] | None = None

    @property
    def session_instructions(self) -> str:
        """The standing instructions."""
        return str(self.session["instructions"])

    @property
    def directive(self) -> str | None:
        """The instructions for this reply alone."""
        return self.wishes.get("instructions")

    @property
    def instructions(self) -> str:
        """The instructions in force, the reply's own before the session's."""
        return self.directive or self.session_instructions

    @property
    def modalities(self) -> list[str]:
        """`["audio"]` or `["text"]`."""
        modalities: list[str] = (self.session | self.wishes)["output_modalities"]
        return modalities

    @property
    def max_output_tokens(self) -> int | str:
        """A number, or `inf`."""
        limit: int | str = (self.session | self.wishes)["max_output_tokens"]
        return limit

    @property
    def spoken(self) -> bool:
        """Whether the reply is to be heard."""
        return self.modalities == ["audio"]

    @property
    def voice(self) -> str:
        """Name of the voice."""
        wished = self.wishes.get("audio", {}).get("output", {}).get("voice")
        return str(wished or self.session["audio"]["output"]["voice"])

    @property
    def in_conversation(self) -> bool:
        """Whether the reply becomes part of the conversation."""
        return bool(self.wishes.get("conversation") != "none")

    @property
    def languages(self) -> tuple[str, ...]:
        """What is spoken in the session, as far as it says."""
        return spoken_languages(self.session)

    @property
    def speed(self) -> float:
        """Pace of the voice, 1.0 being its own."""
        return float(self.session["audio"]["output"]["speed"])


class Response:
    """A reply in the making.

    Attributes:
        item: The message that it adds to the conversation.
        context: What it was based on, once that has been read.
    """

    def __init__(self, response_id: str, item_id: str, settings: ResponseSettings) -> None:
        self.id = response_id
        self.settings = settings
        self.item = Item(item_id, "assistant", [], "in_progress")
        self.context: Tokens | None = None
        self._text = ""
        self._opened = False
        self._output: list[Event] = []

    def open(self, conversation: Conversation, outbox: Outbox) -> None:
        """Announces the item and its content, once."""
        if self._opened:
            return
        self._opened = True
        self._item_event("response.output_item.added", outbox)
        if self.settings.in_conversation:
            conversation.add(self.item)
        self.item.content = [self._content()]
        outbox.send("response.content_part.added", **self._where(), part=self._part())

    def extend(self, delta: str, outbox: Outbox) -> None:
        """Adds words."""
        self._text += delta
        self.item.content = [self._content()]
        outbox.send(f"response.{self._kind}.delta", **self._where(), delta=delta)

    def stream(self, sound: bytes, outbox: Outbox) -> None:
        """Sends speech in events."""
        for at in range(0, len(sound), BYTES_PER_DELTA):
            delta = b64encode(sound[at : at + BYTES_PER_DELTA]).decode()
            outbox.send("response.output_audio.delta", **self._where(), delta=delta)

    def close(self, status: str, conversation: Conversation, outbox: Outbox) -> None:
        """Announces the end of content and item, if they were announced at all."""
        if not self._opened:
            return
        key = "transcript" if self.settings.spoken else "text"
        outbox.send(f"response.{self._kind}.done", **self._where(), **{key: self._text})
        if self.settings.spoken:
            outbox.send("response.output_audio.done", **self._where())
        outbox.send("response.content_part.done", **self._where(), part=self._part())
        self.item.status = "completed" if status == "completed" else "incomplete"
        self._output = [self._item_event("response.output_item.done", outbox)]
        if self.item in conversation.items:
            conversation.finish(self.item)

    @property
    def exhausted(self) -> bool:
        """Whether the reply has had all the tokens that it may have."""
        limit = self.settings.max_output_tokens
        return isinstance(limit, int) and self.output_tokens().total >= limit

    def output_tokens(self) -> Tokens:
        """Tokens of what was produced."""
        return item_tokens(self.item)

    def as_event(
        self,
        status: str,
        conversation: Conversation,
        details: dict[str, object] | None = None,
        usage: dict[str, Any] | None = None,
    ) -> Event:
        """The `response` object of events."""
        output = self.settings.session["audio"]["output"]
        return {
            "object": "realtime.response",
            "id": self.id,
            "conversation_id": conversation.id if self.settings.in_conversation else None,
            "status": status,
            "status_details": details,
            "output": self._output,
            "output_modalities": self.settings.modalities,
            "max_output_tokens": self.settings.max_output_tokens,
            "audio": {"output": {"format": output["format"], "voice": self.settings.voice}},
            "metadata": self.settings.wishes.get("metadata"),
            "usage": usage,
        }

    @property
    def _kind(self) -> str:
        return "output_audio_transcript" if self.settings.spoken else "output_text"

    def _where(self) -> dict[str, Any]:
        return {"response_id": self.id, "item_id": self.item.id, **AT}

    def _content(self) -> dict[str, Any]:
        if self.settings.spoken:
            return {"type": "output_audio", "transcript": self._text}
        return {"type": "output_text", "text": self._text}

    def _part(self) -> dict[str, Any]:
        if self.settings.spoken:
            return {"type": "audio", "transcript": self._text}
        return {"type": "text", "text": self._text}

    def _item_event(self, event_type: str, outbox: Outbox) -> Event:
        item = self.item.as_event()
        outbox.send(event_type, response_id=self.id, output_index=0, item=item)
        return item
