"""The items of a conversation, in order, and the client's requests to change them."""

from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any

from ..errors import ApiError
from ..ids import NewId
from .outputs import BYTES_PER_MS, Event, Outbox
from .prompt import Role, Turn


@dataclass
class Item:
    """One message.

    Attributes:
        content: Its parts as the API shows them; one part is all that a message has here,
            unless the client wrote more.
        audio_ms: Length of its audio, 0 for text.
        heard: What was made out of the user's audio, whether or not the session shows it.
        problem: Why nothing could be made out, for the speaker to hear.
    """

    id: str
    role: Role
    content: list[dict[str, Any]]
    status: str = "completed"
    audio_ms: int = 0
    heard: str = ""
    problem: str | None = None

    @property
    def spoken(self) -> bool:
        """Whether the message came, or went, as audio."""
        return any(part["type"].endswith("_audio") for part in self.content)

    @property
    def text(self) -> str:
        """All its words."""
        parts = (part.get("text") or part.get("transcript") or "" for part in self.content)
        return self.heard or " ".join(part for part in parts if part)

    def as_turn(self) -> Turn:
        """The message as a responder reads it."""
        return Turn(self.role, self.text, self.spoken, self.problem)

    def as_event(self) -> Event:
        """The message as events carry it."""
        return {
            "id": self.id,
            "object": "realtime.item",
            "type": "message",
            "status": self.status,
            "role": self.role,
            "content": [dict(part) for part in self.content],
        }


@dataclass
class Conversation:
    """Messages in conversation order; each one's predecessor is the one before it."""

    outbox: Outbox
    new_id: NewId
    items: list[Item] = field(default_factory=list)
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.new_id("conv")

    @property
    def last_id(self) -> str | None:
        """The item that a new one would follow."""
        return self.items[-1].id if self.items else None

    def add(self, item: Item, index: int | None = None) -> None:
        """Puts `item` at `index` (at the end if None) and announces it."""
        index = len(self.items) if index is None else index
        self.items.insert(index, item)
        self._announce("added", item)

    def finish(self, item: Item) -> None:
        """Announces that `item` will not change any more."""
        self._announce("done", item)

    def create(self, event: Event) -> None:
        """Carries out `conversation.item.create`."""
        item = self._read(event["item"])
        if any(each.id == item.id for each in self.items):
            raise _refusal("create", "item.id", f"an item with id '{item.id}' already exists")
        self.add(item, self._index_after(event.get("previous_item_id")))
        self.finish(item)

    def context(self, entries: list[dict[str, Any]]) -> list[Item]:
        """Reads the `input` of `response.create`: new items, and references to ours."""
        return [
            self._find(entry["id"], "reference", "response.input")
            if entry["type"] == "item_reference"
            else self._read(entry)
            for entry in entries
        ]

    def delete(self, event: Event) -> None:
        """Carries out `conversation.item.delete`."""
        item = self._find(event["item_id"], "delete")
        self.items.remove(item)
        self.outbox.send("conversation.item.deleted", item_id=item.id)

    def retrieve(self, event: Event) -> None:
        """Carries out `conversation.item.retrieve`; audio itself is not kept."""
        item = self._find(event["item_id"], "retrieve")
        self.outbox.send("conversation.item.retrieved", item=item.as_event())

    def truncate(self, event: Event) -> None:
        """Carries out `conversation.item.truncate`."""
        item = self._find(event["item_id"], "truncate")
        end_ms = event["audio_end_ms"]
        if item.role != "assistant" or not item.spoken:
            raise _refusal("truncate", "item_id", "only an assistant's audio can be truncated")
        if end_ms > item.audio_ms:
            problem = f"the audio is only {item.audio_ms} ms long"
            raise _refusal("truncate", "audio_end_ms", problem)
        self.cut(item, end_ms)

    def cut(self, item: Item, end_ms: int) -> None:
        """Shortens an assistant's audio to what was heard of it.

        The transcript goes, as with the provider: it may hold words that nobody heard.
        """
        item.audio_ms = end_ms
        item.content = [{"type": "output_audio"}]
        self.outbox.send(
            "conversation.item.truncated", item_id=item.id, content_index=0, audio_end_ms=end_ms
        )

    def _read(self, given: dict[str, Any]) -> Item:
        """Makes an item out of a client's; audio itself is not kept."""
        sounds = [part.get("audio", "") for part in given["content"]]
        content = [{k: v for k, v in part.items() if k != "audio"} for part in given["content"]]
        item = Item(given.get("id") or self.new_id("item"), given["role"], content)
        item.audio_ms = sum(len(b64decode(sound)) for sound in sounds) // BYTES_PER_MS
        if item.spoken and not item.text:
            item.problem = "It came as a recording without a transcript."
        return item

    def _announce(self, what: str, item: Item) -> None:
        index = self.items.index(item)
        previous = self.items[index - 1].id if index else None
        self.outbox.send(
            f"conversation.item.{what}", previous_item_id=previous, item=item.as_event()
        )

    def _index_after(self, previous_id: str | None) -> int:
        if previous_id is None:
            return len(self.items)
        if previous_id == "root":
            return 0
        previous = self._find(previous_id, "create", "previous_item_id")
        return self.items.index(previous) + 1

    def _find(self, item_id: str, action: str, param: str = "item_id") -> Item:
        for item in self.items:
            if item.id == item_id:
                return item
        raise _refusal(action, param, f"the item with id '{item_id}' does not exist")


def _refusal(action: str, param: str, problem: str) -> ApiError:
    code = f"item_{action}_invalid_{param.removeprefix('item.')}"
    return ApiError(f"Cannot {action} the item: {problem}.", code=code, param=param)
