"""The shapes of what a browser reports of a call, and of the answer."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import (
    AfterValidator,
    Field,
    InstanceOf,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from voicechat.api.schemas import Strict, TimeLeft, without_nul
from voicechat.fields import Count, Identifier
from voicechat.models import Call, Turn, Usage
from voicechat.realtime.prices import TOKEN_KINDS, Tokens
from voicechat.records import MAX_TEXT, TurnRecord, UsageRecord

MAX_BATCH = 100  # records of a kind in one request

# Far more than one response or transcription can have used: what is reported may be made up.
MOST_TOKENS, MOST_SECONDS = 1_000_000, 3_600

Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(without_nul)]
TokenCount = Annotated[int, Field(ge=0, le=MOST_TOKENS)]
Kind = Literal["turns", "usage"]


@dataclass(frozen=True)
class Unusable:
    """Stands where a record stood that cannot be stored; `code` says why."""

    code: str


def _or_unusable(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """Have a record that is wrong not stand in the way of the others."""
    try:
        return validate(value)
    except ValidationError as error:
        is_too_long = any(
            problem["type"] == "string_too_long" and problem["loc"][-1] == "text"
            for problem in error.errors()
        )
        return Unusable("text_too_long" if is_too_long else "invalid")


NotUsable = SkipJsonSchema[InstanceOf[Unusable]]


class TurnIn(Strict):
    """One turn; see `TurnRecord`."""

    item_id: Identifier
    position: Count
    role: Turn.Role
    state: Turn.State
    text: Text = ""
    start_ms: Count | None = None
    end_ms: Count | None = None

    def record(self) -> TurnRecord:
        """Give the plain record."""
        return TurnRecord(**self.model_dump())


class UsageIn(Strict):
    """The usage of one response or transcription; see `UsageRecord` and `Tokens`."""

    provider_id: Identifier
    kind: Usage.Kind
    text_input: TokenCount = 0
    text_cached: TokenCount = 0
    text_output: TokenCount = 0
    audio_input: TokenCount = 0
    audio_cached: TokenCount = 0
    audio_output: TokenCount = 0
    seconds: Annotated[float, Field(ge=0, le=MOST_SECONDS, allow_inf_nan=False)] | None = None
    at_ms: Count | None = None

    @model_validator(mode="after")
    def _cached_is_part_of_input(self) -> "UsageIn":
        if self.text_cached > self.text_input or self.audio_cached > self.audio_input:
            raise ValueError("cached tokens are a part of the input tokens")
        return self

    def record(self) -> UsageRecord:
        """Give the plain record."""
        values = self.model_dump()
        tokens = {name: values.pop(name) for name in TOKEN_KINDS}
        return UsageRecord(tokens=Tokens(**tokens), **values)


class Records(Strict):
    """A batch of reports on one call. All parts are optional; twice the same does no harm.

    `started_ms` says how long after its key was asked for ahead a call was started, and
    `ended_ms` how long after its start the call ended: a report may come much later. `is_late` says
    that the page of the call has gone, and another page of its browser sends what it has left.
    """

    turns: Annotated[
        list[Annotated[TurnIn | NotUsable, WrapValidator(_or_unusable)]],
        Field(max_length=MAX_BATCH),
    ] = []
    usage: Annotated[
        list[Annotated[UsageIn | NotUsable, WrapValidator(_or_unusable)]],
        Field(max_length=MAX_BATCH),
    ] = []
    provider_call_id: Annotated[str, Field(max_length=128, pattern=r"^[\x21-\x7e]*$")] = ""
    transport: Call.Transport | None = None
    started_ms: Count | None = None
    end_reason: Call.EndReason | None = None
    ended_ms: Count | None = None
    is_late: bool = False


class RefusedRecord(Schema):
    """A record that was not stored: the `index`-th of its kind in the request, from 0."""

    kind: Kind
    index: int
    code: str
    message: str


class Stored(TimeLeft):
    """How many records of the batch are stored now, new or known already, and which are not.

    And for how long the call may still go on; a page that reports nothing else asks for that.
    """

    turns: int
    usage: int
    refused: list[RefusedRecord]
