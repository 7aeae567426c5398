"""What a browser reports of a call: turns and usage, as plain data. Pure.

Reports may come twice, late or out of order. Of several for one turn the strongest is kept;
"the strongest" is a maximum, so that the order in which they come cannot matter.
"""

from dataclasses import dataclass, field
from datetime import datetime

from voicechat.realtime.prices import Tokens

MAX_TEXT = 20_000  # characters of a turn; a minute of speech is about a thousand

# An interrupted reply was final once: generated in full, before the person cut it off.
RANK: dict[str, int] = {"pending": 0, "failed": 1, "final": 2, "interrupted": 3}


@dataclass(frozen=True, kw_only=True)
class TurnRecord:
    """One turn as the browser knows it.

    `role` and `state` are values of `Turn.Role` and `Turn.State`. `position` orders the turns of
    a call; `start_ms` and `end_ms` count from its start.
    """

    item_id: str
    position: int
    role: str
    state: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class UsageRecord:
    """What one response or transcription used.

    `kind` is a value of `Usage.Kind`. `provider_id` is the response's id, or that of the item
    that was transcribed. `seconds` is set where the provider bills by duration. `at_ms` counts
    from the call's start.
    """

    provider_id: str
    kind: str
    tokens: Tokens = field(default_factory=Tokens)
    seconds: float | None = None
    at_ms: int | None = None


def strength(
    *, state: str, text: str, position: int, start_ms: int | None, end_ms: int | None, role: str
) -> tuple[bool, int, int, str, int, int, int, str]:
    """Rank reports of one turn: words before none, finished before unfinished, then more.

    An interrupted reply holds what was heard of it, which may be less than was generated, or
    nothing. The rest only makes the rank whole: no two reports that differ are equally strong.
    """
    return (
        text != "" or state == "interrupted",
        RANK[state],
        len(text),
        text,
        position,
        -1 if start_ms is None else start_ms,
        -1 if end_ms is None else end_ms,
        role,
    )


def end_strength(*, reason: str, ended_at: datetime) -> tuple[bool, float, str]:
    """Rank reports of one call's end: a browser's before the site's guess, then the earliest."""
    return reason != "abandoned", -ended_at.timestamp(), reason
