"""A conversation as subtitles: pure."""

from collections.abc import Callable, Iterator

import pytest

from voicechat.history.export.subtitles import subrip, webvtt
from voicechat.history.export.transcript import Line, Transcript

Write = Callable[[Transcript], Iterator[str]]
HOSTILE = "1\n\n00:00:01,000 --> 00:00:02,000\n\n<script>&{\\an8}\x00\u202e"


def written(write: Write, *lines: Line, title: str = "The sea") -> str:
    return "".join(write(Transcript(title=title, facts=[], lines=lines)))


def times(*lines: Line) -> list[str]:
    """Which times the lines have, without hours and minutes."""
    found = [line for line in written(webvtt, *lines).splitlines() if " --> " in line]
    return [line.replace("00:00:", "") for line in found]


def test_subrip_has_numbers_times_speakers_and_words() -> None:
    assert written(
        subrip,
        Line(speaker="You", start_ms=4_000, end_ms=5_250, text="What colour\nis it?"),
        Line(speaker="Juniper", start_ms=3_723_004, end_ms=3_724_000, text="Blue."),
    ) == (
        "1\n00:00:04,000 --> 00:00:05,250\nYou: What colour\nis it?\n\n"
        "2\n01:02:03,004 --> 01:02:04,000\nJuniper: Blue.\n\n"
    )


def test_webvtt_has_voices_and_says_where_a_further_call_begins() -> None:
    assert written(
        webvtt,
        Line(speaker="You", start_ms=0, end_ms=900, text="Hi."),
        Line(
            speaker="A <b>",
            start_ms=100,
            end_ms=900,
            call_ms=5_000,
            text="R&B",
            before="A --> b",
        ),
    ) == (
        "WEBVTT\n\nNOTE The sea\n\n00:00:00.000 --> 00:00:00.900\n<v You>Hi.</v>\n\n"
        "NOTE A --&gt; b\n\n00:00:05.100 --> 00:00:05.900\n<v A &lt;b&gt;>R&amp;B</v>\n\n"
    )


@pytest.mark.parametrize("write", [subrip, webvtt])
def test_no_words_break_the_format(write: Write) -> None:
    document = written(write, Line(speaker=HOSTILE, text=HOSTILE, heard=HOSTILE), title=HOSTILE)
    cues = [block for block in document.split("\n\n") if " --> " in block]
    assert len(cues) == 1
    assert document.count("-->") == 1
    assert "<script" not in document
    assert not set("\x00\u202e") & set(document)


@pytest.mark.parametrize("write", [subrip, webvtt])
def test_a_correction_says_what_was_first_heard(write: Write) -> None:
    document = written(write, Line(speaker="You", text="The sea.", heard="The see."))
    assert "The sea.\n[First heard as: The see.]" in document


def test_a_line_without_an_end_lasts_as_long_as_its_words_but_not_into_the_next() -> None:
    line = Line(speaker="You", start_ms=1_000, text="x" * 40)
    assert times(line) == ["01.000 --> 03.600"]
    assert times(line, Line(speaker="A", start_ms=2_000, end_ms=2_500, text="Yes."))[0] == (
        "01.000 --> 02.000"
    )


def test_a_line_without_a_start_follows_the_one_before() -> None:
    typed = Line(speaker="You", text="Hi.")
    assert times(typed, typed) == ["00.000 --> 01.000", "01.000 --> 02.000"]
    assert times(Line(speaker="You", text="Hi.", call_ms=7_000)) == ["07.000 --> 08.000"]


def test_no_line_begins_before_the_one_before_or_ends_before_it_begins() -> None:
    assert times(
        Line(speaker="You", start_ms=5_000, end_ms=9_000, text="One."),
        Line(speaker="A", start_ms=2_000, end_ms=1_000, text="Two."),
    ) == ["05.000 --> 09.000", "05.000 --> 05.001"]


def test_a_line_without_words_is_left_out() -> None:
    assert times(Line(speaker="You", text=" \n\x00"), Line(speaker="You", text="Hi.")) == [
        "00.000 --> 01.000"
    ]
