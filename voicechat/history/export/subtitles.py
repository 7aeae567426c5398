"""A transcript as subtitles, SubRip or WebVTT. Pure.

All calls stand on one clock: each is shifted by the length of those before it. A line whose end is
not known lasts as long as its words take to say, but not into the next line; one whose start is
not known follows the one before. No line begins before the one before it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from django.utils.translation import gettext as _

from voicechat.history.export.transcript import Line, Transcript, on_one_line, visible_lines

MS_PER_CHARACTER = 65  # as people talk: about 15 characters a second
SHORTEST = 1_000  # ms

# SubRip knows no escapes, and its players differ in what they take for markup.
SUBRIP_SAFE = str.maketrans("<>{}", "\u2039\u203a()")


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One line and its place on the clock, in milliseconds."""

    start: int
    end: int
    line: Line


def subrip(transcript: Transcript) -> Iterator[str]:
    """Write SubRip, cue by cue."""
    for number, cue in enumerate(_cues(transcript.lines), start=1):
        words = f"{on_one_line(cue.line.speaker)}: {_words(cue.line)}".translate(SUBRIP_SAFE)
        yield f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{words}\n\n"


def webvtt(transcript: Transcript) -> Iterator[str]:
    """Write WebVTT, cue by cue, with voices."""
    yield f"WEBVTT\n\nNOTE {_plain(transcript.title)}\n\n"
    for cue in _cues(transcript.lines):
        if cue.line.before:
            yield f"NOTE {_plain(cue.line.before)}\n\n"
        yield f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n"
        voice = _plain(cue.line.speaker)
        yield f"<v {voice}>{escape(_words(cue.line), quote=False)}</v>\n\n"


def _cues(lines: Iterable[Line]) -> Iterator[Cue]:
    """Give the lines that have words a place each on the clock."""
    begins, follows = 0, 0
    said = (line for line in lines if visible_lines(line.text))
    for line, after in pairwise(_and_none(said)):
        if line is None:
            return
        unknown = max(0, follows - line.call_ms)
        begins = max(begins, line.call_ms + (unknown if line.start_ms is None else line.start_ms))
        end = _end(line, begins, after)
        yield Cue(start=begins, end=end, line=line)
        follows = max(follows, end)


def _and_none(lines: Iterable[Line]) -> Iterator[Line | None]:
    yield from lines
    yield None


def _end(line: Line, begins: int, after: Line | None) -> int:
    """Say when a line ends: always after it begins."""
    if line.end_ms is not None:
        return max(begins + 1, line.call_ms + line.end_ms)
    end = begins + max(SHORTEST, MS_PER_CHARACTER * len(line.text))
    if after and after.start_ms is not None:
        end = min(end, after.call_ms + after.start_ms)
    return max(begins + 1, end)


def _words(line: Line) -> str:
    """Give the words of a cue, which no empty line may end."""
    said = visible_lines(line.text)
    if line.heard:
        said += visible_lines(f"[{_('First heard as: %(text)s') % {'text': line.heard}}]")
    return "\n".join(said)


def _plain(text: str) -> str:
    return escape(on_one_line(text), quote=False)


def _time(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{rest:03}"
