"""The shapes of the JSON endpoints."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from voicechat.models import Call
from voicechat.wishes import CallWishes


def without_nul(text: str) -> str:
    """Replace the one character that PostgreSQL cannot store."""
    return text.replace("\x00", "\ufffd")


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
    instructions: Annotated[str, Field(max_length=4_000), AfterValidator(without_nul)] = ""

    def wishes(self) -> CallWishes:
        """Give the plain data."""
        return CallWishes(**self.model_dump())


class StartCall(Strict):
    """Whom to talk with, and what is to be different this time.

    `over` is a call of the same page that is over, in case the report of that is on its way.
    """

    persona: UUID
    settings: CallSettings = CallSettings()
    over: UUID | None = None


class FurtherCall(Strict):
    """What is to be different when a conversation goes on.

    `after` is the call that it goes on from at one go: lost just now, or to be replaced.
    """

    settings: CallSettings = CallSettings()
    after: UUID | None = None
    over: UUID | None = None


class ReplayedTurns(Schema):
    """What goes along as context of a further call; see `Replay`."""

    items: list[dict[str, Any]]
    turns: int
    left_out: int
    tokens: int


class SessionChange(Schema):
    """The `session` to send in a `session.update`."""

    session: dict[str, Any]


class Secret(Schema):
    """An ephemeral key; `expires_at` in Unix seconds."""

    value: str
    expires_at: int


class LimitWords(Schema):
    """What to say of the limit that ends a call, five minutes and one minute before, and then.

    `end_reason` is what to report as the reason of that end.
    """

    near: list[str]
    over: str
    end_reason: Call.EndReason


class TimeLeft(Schema):
    """For how long a call may go on; without a limit nothing of this is set."""

    seconds_left: int | None
    limit: LimitWords | None


class StartedCall(TimeLeft):
    """All that a browser needs to open the call, and nothing more.

    At `calls_url` it opens a further call in the same conversation, which it tells of what was
    said with the items at `replay_url`. Where the site itself asks the provider for the session,
    `offer_url` is an address of its own, and there is neither a key nor a WebSocket. `now` is the
    time, in Unix seconds: the clock of whoever talks may be hours off, and the provider says by
    the clock when a session ends.
    """

    call: UUID
    conversation_url: str
    continue_url: str
    calls_url: str
    replay_url: str
    client_secret: Secret | None
    offer_url: str
    socket_url: str | None
    records_url: str
    settings_url: str
    opening: dict[str, Any] | None
    now: float
