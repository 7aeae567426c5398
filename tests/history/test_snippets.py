"""What was found, in its context."""

from voicechat.history.snippets import Piece, highlighted, snippet


def test_every_place_is_marked() -> None:
    assert highlighted("Tea, more TEA.", ["tea"]) == [
        Piece("Tea", True),
        Piece(", more ", False),
        Piece("TEA", True),
        Piece(".", False),
    ]


def test_a_short_text_is_given_whole() -> None:
    text = "A lighthouse keeper drinks tea."
    assert "".join(piece.text for piece in snippet(text, ["tea"])) == text


def test_of_a_long_text_the_surroundings_are_given_in_whole_words() -> None:
    first, *_, last = snippet("before " * 50 + "NEEDLE " + "after " * 50, ["needle"])
    assert (first.text, last.text) == ("… ", " …")
    words = "".join(piece.text for piece in snippet("before " * 50 + "needle", ["needle"]))
    assert set(words.split()) == {"…", "before", "needle"}


def test_a_text_without_the_term_is_given_from_its_beginning() -> None:
    assert snippet("Something else", ["needle"]) == [Piece("Something else", False)]
    assert snippet("", ["needle"]) == []


def test_a_word_without_end_is_cut() -> None:
    assert sum(len(piece.text) for piece in snippet("x" * 20_000, ["y"])) < 200
    assert sum(len(piece.text) for piece in snippet("x" * 20_000, ["x"])) < 200
