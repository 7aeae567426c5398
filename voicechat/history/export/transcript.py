"""What a person is given of a conversation, as plain data, whatever the format. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from voicechat.plain import DIRECTIONS

LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was said.

    `start_ms` and `end_ms` count from the start of its call, which began `call_ms` after the
    conversation, had all calls followed each other at once. `mark` says why it is not whole,
    `heard` what a correction replaced. `before`, on the first line of a further call, says what
    lies between it and the call before.
    """

    speaker: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    call_ms: int = 0
    mark: str = ""
    heard: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A conversation; `facts` are names and values. Its lines may be read once only."""

    title: str
    facts: list[tuple[str, str]]
    lines: Iterable[Line] = ()


def visible_lines(text: str) -> list[str]:
    """Give the lines of a text that have words, and nothing but the words."""
    return [line for line in map(_visible, LINE_ENDS.split(text)) if line]


def on_one_line(text: str) -> str:
    """Give the words of a name or title, which has one line only."""
    return " ".join(visible_lines(text))


def _visible(line: str) -> str:
    words = DIRECTIONS.sub("", line).replace("\t", " ")
    return "".join(each for each in words if unicodedata.category(each) not in ("Cc", "Cs")).strip()
