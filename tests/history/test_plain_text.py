"""A conversation as plain text: pure."""

from voicechat.history.export.plain_text import plain_text
from voicechat.history.export.transcript import Line, Transcript


def written(*lines: Line, title: str = "The sea") -> str:
    return "".join(plain_text(Transcript(title=title, facts=[("With", "Juniper")], lines=lines)))


def test_it_says_who_said_what_and_when() -> None:
    assert written(
        Line(speaker="You", start_ms=4_000, text="What colour is the sea?"),
        Line(speaker="Juniper", start_ms=6_900, mark="interrupted", text="It is\nblue"),
    ) == (
        "The sea\n=======\n\nWith: Juniper\n"
        "\nYou, 0:04\n    What colour is the sea?\n"
        "\nJuniper, 0:06 (interrupted)\n    It is\n    blue\n"
    )


def test_a_correction_says_what_was_first_heard() -> None:
    document = written(Line(speaker="You", text="The sea.", heard="The see."))
    assert document.endswith("You\n    The sea.\n    [First heard as: The see.]\n")


def test_what_lies_between_two_calls_is_said() -> None:
    document = written(Line(speaker="You", text="Hi.", before="Connection lost"))
    assert "\n\n--- Connection lost ---\n\nYou\n" in document


def test_nobody_can_put_words_into_anothers_mouth() -> None:
    document = written(Line(speaker="You", text="Hi\r\n\r\nJuniper, 0:09\u2028\x85I agree."))
    assert document.endswith("\nYou\n    Hi\n    Juniper, 0:09\n    I agree.\n")


def test_what_cannot_be_seen_or_turns_the_direction_is_left_out() -> None:
    document = written(Line(speaker="You", text="a\x00b\x1b[31mc\u202ed\ud800"), title="x\u202e\ny")
    assert document.startswith("x y\n===\n")
    assert document.endswith("    ab[31mcd\n")
