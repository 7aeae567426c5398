"""A conversation as JSON: the one description of it, by which it is written and read. Pure.

Written, it is the same bytes for the same conversation: one value a line, in the order of the
fields below. `docs/history.md` explains it, and `docs/conversation.schema.json` is made from it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    FailFast,
    Field,
    PlainSerializer,
    model_validator,
)

from voicechat.fields import Count, Identifier
from voicechat.history.titles import MAX_TITLE
from voicechat.models import Call, Turn, Usage
from voicechat.models.turns import TURNS_PER_CONVERSATION
from voicechat.models.users import MOST_MINUTES
from voicechat.records import MAX_TEXT

FORMAT, VERSION = "voicechat.conversation", 1
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # that another site's clock may be
# More than any lasts of which an end was heard late; all that a conversation may have of them last
# no longer in all than databases can keep.
LONGEST_CALL = timedelta(days=366)
MOST_CALLS, MOST_USAGE = 10_000, 100_000
CENT_FRACTION = Decimal("1e-10")  # what a cost is kept in


def _possible(time: datetime) -> datetime:
    if not EARLIEST <= time <= datetime.now(UTC) + AHEAD:
        raise ValueError("is not between 1970 and now")
    return time.astimezone(UTC)


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _amount(cost: Decimal) -> str:
    return format(cost.quantize(CENT_FRACTION), "f")


Time = Annotated[AwareDatetime, AfterValidator(_possible), PlainSerializer(_iso, when_used="json")]
Cost = Annotated[
    Decimal,
    Field(ge=0, max_digits=14, decimal_places=10),
    PlainSerializer(_amount, when_used="json"),
]
Milliseconds = Annotated[Count | None, Field(description="Counted from the start of the call.")]


def _most(characters: int) -> Any:
    """Allow so many characters, and any but the one that databases cannot store."""
    return Field(max_length=characters, pattern=r"^[^\x00]*$")


Words = Annotated[str, _most(MAX_TEXT)]
Name = Annotated[str, _most(100)]
Word = Annotated[str, _most(20)]


# Lists are left at their first mistake: one of a small file that is nothing else than mistakes
# would fill the memory with them.
Languages = Annotated[list[Word], FailFast(), Field(max_length=50)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_known(cls, given: Any) -> Any:
        """Tell of unknown fields as of one mistake, however many there are."""
        if isinstance(given, dict) and not given.keys() <= cls.model_fields.keys():
            raise ValueError("has a field that is not known")
        return given


class PersonaDocument(_Part):
    """The persona as it was when the conversation began."""

    name: Annotated[str, _most(60)] = ""
    emoji: Annotated[str, _most(8)] = ""
    max_minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 60


class SettingsDocument(_Part):
    """How the conversation was set up when it began."""

    model: Name = ""
    voice: Name = ""
    speed: Annotated[float, Field(ge=0.25, le=1.5, allow_inf_nan=False)] = 1.0
    instructions: Annotated[str, _most(16_000)] = ""
    opening_line: Annotated[str, _most(500)] = ""
    languages: Languages = []
    turn_detection: Word = ""
    noise_reduction: Word = ""
    reasoning_effort: Word = ""
    transcription_model: Name = ""
    eagerness: Word = ""
    wishes: Annotated[str, _most(4_000)] = ""
    persona: PersonaDocument = PersonaDocument()


class CallDocument(_Part):
    """One session at the provider."""

    id: UUID
    number: Annotated[int, Field(ge=1, le=1_000_000, description="Counts calls from 1.")]
    model: Name
    transport: Call.Transport
    started_at: Time
    ended_at: Time | None
    end_reason: Call.EndReason | Literal[""]
    provider_call_id: Annotated[str, Field(max_length=128, pattern=r"^[\x21-\x7e]*$")]
    waited_ms: Annotated[Count | None, Field(description="From the request for its key.")]

    @model_validator(mode="after")
    def _has_a_reason_if_it_ended(self) -> "CallDocument":
        if (self.ended_at is None) != (self.end_reason == ""):
            raise ValueError("a call has a reason if it ended, and only then")
        return self

    @model_validator(mode="after")
    def _is_not_endless(self) -> "CallDocument":
        if self.ended_at and self.ended_at - self.started_at > LONGEST_CALL:
            raise ValueError("no call is so long")
        return self


class TurnDocument(_Part):
    """One thing that was said, by a call's number and the position in that call."""

    item_id: Identifier
    call: int
    position: Count
    role: Turn.Role
    state: Turn.State
    text: Words
    text_as_heard: Annotated[Words, Field(description="Set where the text was corrected.")]
    start_ms: Milliseconds
    end_ms: Milliseconds
    stored_at: Time


class UsageDocument(_Part):
    """What one response or transcription used, and its cost in US dollars on its day."""

    call: int
    kind: Usage.Kind
    provider_id: Identifier
    model: Name
    text_input: Count
    text_cached: Count
    text_output: Count
    audio_input: Count
    audio_cached: Count
    audio_output: Count
    seconds: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] | None
    cost: Cost | None
    stored_at: Time
    used_at: Annotated[Time | None, Field(description="Not said by old files: as stored.")] = None

    @model_validator(mode="after")
    def _cached_is_part_of_input(self) -> "UsageDocument":
        if self.text_cached > self.text_input or self.audio_cached > self.audio_input:
            raise ValueError("cached tokens are a part of the input tokens")
        return self


class HeadDocument(_Part):
    """What is known of a conversation beside what was said."""

    id: UUID
    title: Annotated[str, _most(MAX_TITLE)]
    is_starred: bool
    started_at: Time
    ended_at: Time | None
    deleted_at: Annotated[Time | None, Field(description="Set in what was recently deleted.")]
    settings: SettingsDocument


class ConversationDocument(HeadDocument):
    """A conversation with its calls, what was said in them, and what they used."""

    calls: Annotated[list[CallDocument], FailFast(), Field(min_length=1, max_length=MOST_CALLS)]
    turns: Annotated[list[TurnDocument], FailFast(), Field(max_length=TURNS_PER_CONVERSATION)]
    usage: Annotated[list[UsageDocument], FailFast(), Field(max_length=MOST_USAGE)]

    @model_validator(mode="after")
    def _parts_fit(self) -> "ConversationDocument":
        numbers = [call.number for call in self.calls]
        _check_unique("number of a call", numbers)
        _check_unique("id of a call", [call.id for call in self.calls])
        _check_unique("item_id", [turn.item_id for turn in self.turns])
        _check_unique("usage", [(row.call, row.kind, row.provider_id) for row in self.usage])
        called = {turn.call for turn in self.turns} | {row.call for row in self.usage}
        if not called <= set(numbers):
            raise ValueError("something belongs to a call that is not there")
        return self


class Document(_Part):
    """A file that holds one conversation."""

    format: Literal["voicechat.conversation"]
    version: Literal[1]
    conversation: ConversationDocument


def document(
    head: HeadDocument,
    calls: Iterable[CallDocument],
    turns: Iterable[TurnDocument],
    usage: Iterable[UsageDocument],
) -> Iterator[str]:
    """Write a conversation as `Document` describes it, piece by piece."""
    yield f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"conversation": {{\n'
    for name in HeadDocument.model_fields:
        yield f'"{name}": {_json(head, include={name}).partition(":")[2][:-1]},\n'
    yield from _listed("calls", calls)
    yield ",\n"
    yield from _listed("turns", turns)
    yield ",\n"
    yield from _listed("usage", usage)
    yield "\n}\n}\n"


def _listed(name: str, parts: Iterable[BaseModel]) -> Iterator[str]:
    yield f'"{name}": ['
    before = "\n"
    for part in parts:
        yield before + _json(part)
        before = ",\n"
    yield "]" if before == "\n" else "\n]"


def _json(part: BaseModel, **which: Any) -> str:
    """Write a part as it is: what is kept was checked when it came in."""
    return part.model_dump_json(warnings=False, **which)


def _check_unique(name: str, values: list[Any]) -> None:
    if len(set(values)) < len(values):
        raise ValueError(f"the same {name} stands there twice")
