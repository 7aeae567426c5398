"""A transcript as plain text. Pure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from voicechat.history.export.transcript import Line, Transcript, on_one_line, visible_lines
from voicechat.history.words import clock

INDENT = "    "  # of what was said, so that nothing said can look like a speaker's name


def plain_text(transcript: Transcript) -> Iterator[str]:
    """Write a transcript, piece by piece: who, when, and indented the words."""
    title = on_one_line(transcript.title)
    yield f"{title}\n{'=' * min(len(title), 72)}\n\n"
    for name, value in transcript.facts:
        yield f"{on_one_line(name)}: {on_one_line(value)}\n"
    for line in transcript.lines:
        if line.before:
            yield f"\n--- {on_one_line(line.before)} ---\n"
        yield f"\n{_head(line)}\n"
        yield from _indented(line.text)
        if line.heard:
            yield from _indented(f"[{_('First heard as: %(text)s') % {'text': line.heard}}]")


def _head(line: Line) -> str:
    time = "" if line.start_ms is None else f", {clock(line.start_ms)}"
    mark = f" ({line.mark})" if line.mark else ""
    return f"{on_one_line(line.speaker)}{time}{mark}"


def _indented(text: str) -> Iterator[str]:
    for words in visible_lines(text):
        yield f"{INDENT}{words}\n"
