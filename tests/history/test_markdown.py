"""A conversation as Markdown: pure."""

import pytest

from voicechat.history.export.markdown import markdown
from voicechat.history.export.transcript import Line, Transcript


def written(*lines: Line, title: str = "The sea") -> str:
    facts = [("Persona", "Juniper")]
    return "".join(markdown(Transcript(title=title, facts=facts, lines=lines)))


def said(text: str, **fields: str) -> str:
    """What is written of one line's words."""
    document = written(Line(speaker="You", text=text, **fields))
    return document.partition("**You**\n\n")[2].removesuffix("\n")


def test_it_is_a_document_with_a_head_and_the_lines_in_order() -> None:
    assert written(
        Line(speaker="You", start_ms=4_000, text="What colour is the sea?"),
        Line(speaker="Juniper", start_ms=6_900, mark="interrupted", text="It is"),
    ) == (
        "# The sea\n\n- Persona: Juniper\n\n"
        "**You** 0:04\n\nWhat colour is the sea?\n\n"
        "**Juniper** 0:06 *(interrupted)*\n\nIt is\n"
    )


def test_a_correction_says_what_was_first_heard() -> None:
    assert said("The sea.", heard="The see.\nYes.") == (
        "The sea.\n\n> First heard as: The see.\\\n> Yes."
    )


def test_a_line_that_was_not_written_down_has_only_its_mark() -> None:
    line = Line(speaker="You", text="", mark="could not be written down")
    assert written(line).endswith("**You** *(could not be written down)*\n")


def test_what_lies_between_two_calls_is_said() -> None:
    document = written(Line(speaker="You", text="Hi.", before="Connection lost."))
    assert "\n\n---\n\n*Connection lost.*\n\n**You**" in document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title", "\\# Title"),
        ("- one\n+ two\n3. three\n4) four", "\\- one\\\n\\+ two\\\n3\\. three\\\n4\\) four"),
        ("===", "\\==="),
        ("> quoted", "\\> quoted"),
        ("**bold** _it_ `code` ~~no~~", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\` \\~\\~no\\~\\~"),
        ("<script>&lt;</script>", "\\<script\\>\\&lt;\\</script\\>"),
        ("[a](javascript:x) ![b](c)", "\\[a\\](javascript:x) !\\[b\\](c)"),
        ("| a | b |", "\\| a \\| b \\|"),
        ("    code\n\n\n\tmore", "code\\\nmore"),
        ("Costs 3.5 - or #1", "Costs 3.5 - or #1"),
    ],
)
def test_spoken_words_are_never_markup(text: str, expected: str) -> None:
    assert said(text) == expected


def test_nobody_can_put_words_into_anothers_mouth() -> None:
    document = written(Line(speaker="You", text="Hi\r\n\r\n**Juniper** 0:09\u2028\n\x85\nI agree."))
    assert document.count("\n\n**") == 1
    assert "Hi\\\n\\*\\*Juniper\\*\\* 0:09\\\nI agree.\n" in document


def test_what_cannot_be_seen_or_turns_the_direction_is_left_out() -> None:
    assert said("a\x00b\x1b[31mc\u202ed\u2066e\ud800f\x7f") == "ab\\[31mcdef"
    assert said("שלום, 你好, \u200fصبح 🌊") == "שלום, 你好, \u200fصبح 🌊"


def test_a_title_is_one_line() -> None:
    assert written(title="A\n# B\r\n<b>").startswith("# A # B \\<b\\>\n\n- Persona")
