"""The shapes of the JSON endpoints."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, model_validator

from voicechat.models import Call, Turn, Usage
from voicechat.realtime.prices import Tokens
from voicechat.records import TurnRecord, UsageRecord
from voicechat.wishes import CallWishes

MAX_TEXT = 20_000  # characters; a minute of speech is about a thousand
MAX_BATCH = 100  # records of a kind in one request
MAX_INT = 2**31 - 1


def _without_nul(text: str) -> str:
    """Replace the one character that PostgreSQL cannot store."""
    return text.replace("\x00", "\ufffd")


Identifier = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_without_nul)]
Count = Annotated[int, Field(ge=0, le=MAX_INT)]


class Strict(Schema):
    """A body in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """What went wrong, and what to do: `message` is for the person, in their language."""

    code: str
    message: str
    retry_after: int | None = None


class ProblemAnswer(Schema):
    """The body of every refusal."""

    error: Problem


class CallSettings(Strict):
    """How one call is to differ from its persona; see `CallWishes`."""

    voice: Annotated[str, Field(max_length=50)] | None = None
    model: Annotated[str, Field(max_length=100)] | None = None
    speed: Annotated[float, Field(allow_inf_nan=False)] | None = None
    languages: Annotated[str, Field(max_length=100)] | None = None
    turn_detection: Literal["server_vad", "semantic_vad", "push_to_talk"] | None = None
    eagerness: Literal["auto", "low", "medium", "high"] | None = None
    instructions: Annotated[str, Field(max_length=4_000), AfterValidator(_without_nul)] = ""

    def wishes(self) -> CallWishes:
        """Give the plain data."""
        return CallWishes(**self.model_dump())


class StartCall(Strict):
    """Whom to talk with, and what is to be different this time."""

    persona: UUID
    settings: CallSettings = CallSettings()


class SessionChange(Schema):
    """The `session` to send in a `session.update`."""

    session: dict[str, Any]


class Secret(Schema):
    """An ephemeral key; `expires_at` in Unix seconds."""

    value: str
    expires_at: int


class StartedCall(Schema):
    """All that a browser needs to open the call, and nothing more."""

    call: UUID
    conversation_url: str
    client_secret: Secret
    offer_url: str
    socket_url: str
    records_url: str
    settings_url: str
    opening: dict[str, Any] | None
    max_seconds: int


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
    text_input: Count = 0
    text_cached: Count = 0
    text_output: Count = 0
    audio_input: Count = 0
    audio_cached: Count = 0
    audio_output: Count = 0
    seconds: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _cached_is_part_of_input(self) -> "UsageIn":
        if self.text_cached > self.text_input or self.audio_cached > self.audio_input:
            raise ValueError("cached tokens are a part of the input tokens")
        return self

    def record(self) -> UsageRecord:
        """Give the plain record."""
        values = self.model_dump(exclude={"provider_id", "kind", "seconds"})
        return UsageRecord(
            provider_id=self.provider_id,
            kind=self.kind,
            tokens=Tokens(**values),
            seconds=self.seconds,
        )


class Records(Strict):
    """A batch of reports on one call. All parts are optional; twice the same does no harm.

    `started_ms` says how long after its key was asked for ahead a call was started, and
    `ended_ms` how long after its start the call ended: a report may come much later.
    """

    turns: Annotated[list[TurnIn], Field(max_length=MAX_BATCH)] = []
    usage: Annotated[list[UsageIn], Field(max_length=MAX_BATCH)] = []
    provider_call_id: Annotated[str, Field(max_length=128, pattern=r"^[\x21-\x7e]*$")] = ""
    transport: Call.Transport | None = None
    started_ms: Count | None = None
    end_reason: Call.EndReason | None = None
    ended_ms: Count | None = None


class Stored(Schema):
    """How many records of the batch are stored now, new or known already."""

    turns: int
    usage: int
