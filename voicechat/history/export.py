"""A conversation as a document of its own. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

# What would begin something of Markdown's: anywhere, or only at the start of a line.
ANYWHERE = re.compile(r"[\\`*_\[\]<>|~&]")
AT_START = re.compile(r"^(?:[#+=:-]|\d+(?=[.)]))")
LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# They turn the direction of all that follows, beyond the words that they stand in.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
MAX_NAME = 60  # characters of a title in a file's name


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that was said; `time` is within its call, `heard` what a correction replaced."""

    speaker: str
    text: str
    time: str = ""
    mark: str = ""
    heard: str = ""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What was said in one call; `before` says what lies between it and the one before."""

    lines: list[Line]
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A conversation; `facts` are names and values."""

    title: str
    facts: list[tuple[str, str]]
    passages: list[Passage] = field(default_factory=list)


def markdown(transcript: Transcript) -> str:
    """Write a transcript in CommonMark. Whatever was said, it stays within its line."""
    return "\n\n".join(_blocks(transcript)) + "\n"


def file_name(title: str, day: date) -> str:
    """Name a file for a conversation, as every system allows it."""
    words = slugify(title, allow_unicode=True)[:MAX_NAME].strip("-_")
    return f"{day.isoformat()}-{words or 'conversation'}.md"


def _blocks(transcript: Transcript) -> Iterator[str]:
    yield f"# {_inline(transcript.title)}"
    yield "\n".join(f"- {_inline(name)}: {_inline(value)}" for name, value in transcript.facts)
    for passage in transcript.passages:
        if passage.before:
            yield "---"
            yield f"*{_inline(passage.before)}*"
        for line in passage.lines:
            yield _speaker(line)
            if line.text.strip():
                yield _words(line.text)
            if line.heard:
                yield "> " + _words(_("First heard as: %(text)s") % {"text": line.heard}, "\n> ")


def _speaker(line: Line) -> str:
    time = f" {line.time}" if line.time else ""
    mark = f" *({_inline(line.mark)})*" if line.mark else ""
    return f"**{_inline(line.speaker)}**{time}{mark}"


def _words(text: str, line_end: str = "\n") -> str:
    r"""Write spoken words as one paragraph, with breaks (`\`) where they have some."""
    lines = (_escaped(line) for line in LINE_ENDS.split(text))
    return f"\\{line_end}".join(line for line in lines if line)


def _inline(text: str) -> str:
    """Write a name or title, which has one line only."""
    return _escaped(LINE_ENDS.sub(" ", text))


def _escaped(line: str) -> str:
    """Leave of one line nothing but its words."""
    visible = "".join(" " if each == "\t" else each for each in line if _is_visible(each))
    plain = ANYWHERE.sub(r"\\\g<0>", visible.strip())
    return AT_START.sub(_escaped_start, plain)


def _escaped_start(found: re.Match[str]) -> str:
    """Escape what is left at a line's start: a number by what follows it, else itself."""
    start = found[0]
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def _is_visible(each: str) -> bool:
    return each == "\t" or not (
        unicodedata.category(each) in ("Cc", "Cs") or DIRECTIONS.match(each)
    )
