"""A transcript in CommonMark. Pure."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from voicechat.history.export.transcript import Line, Transcript, on_one_line, visible_lines
from voicechat.history.words import clock

# What would begin something of Markdown's: anywhere, or only at the start of a line.
ANYWHERE = re.compile(r"[\\`*_\[\]<>|~&]")
AT_START = re.compile(r"^(?:[#+=:-]|\d+(?=[.)]))")


def markdown(transcript: Transcript) -> Iterator[str]:
    """Write a transcript, piece by piece. Whatever was said, it stays within its line."""
    yield f"# {_inline(transcript.title)}\n\n"
    yield "\n".join(f"- {_inline(name)}: {_inline(value)}" for name, value in transcript.facts)
    for line in transcript.lines:
        for block in _blocks(line):
            yield f"\n\n{block}"
    yield "\n"


def _blocks(line: Line) -> Iterator[str]:
    if line.before:
        yield "---"
        yield f"*{_inline(line.before)}*"
    yield _speaker(line)
    if words := _words(line.text):
        yield words
    if line.heard:
        yield "> " + _words(_("First heard as: %(text)s") % {"text": line.heard}, "\n> ")


def _speaker(line: Line) -> str:
    time = "" if line.start_ms is None else f" {clock(line.start_ms)}"
    mark = f" *({_inline(line.mark)})*" if line.mark else ""
    return f"**{_inline(line.speaker)}**{time}{mark}"


def _words(text: str, line_end: str = "\n") -> str:
    r"""Write spoken words as one paragraph, with breaks (`\`) where they have some."""
    return f"\\{line_end}".join(map(_escaped, visible_lines(text)))


def _inline(text: str) -> str:
    return _escaped(on_one_line(text))


def _escaped(line: str) -> str:
    """Leave of one line nothing but its words."""
    return AT_START.sub(_escaped_start, ANYWHERE.sub(r"\\\g<0>", line))


def _escaped_start(found: re.Match[str]) -> str:
    """Escape what is left at a line's start: a number by what follows it, else itself."""
    start = found[0]
    return f"{start}\\" if start.isdigit() else f"\\{start}"
