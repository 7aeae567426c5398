"""What was found, in its context."""

import pytest

from voicechat.history import folding, snippets
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


@pytest.mark.parametrize("before", [5, 396, 398, 400, 599, 100_000])
def test_a_place_in_a_long_text_has_its_surroundings(before: int) -> None:
    text = "Über " * before + "the lighthouse" + " by the sea" * 50_000
    pieces = snippet(text, ["lighthouse"])
    assert [piece.text for piece in pieces if piece.is_match] == ["lighthouse"]
    shown = "".join(piece.text for piece in pieces)
    assert "Über the lighthouse by the sea by the sea" in shown
    assert len(shown) < 230


def test_of_a_long_text_little_is_looked_at_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def spans(text: str, terms: list[str]) -> list[tuple[int, int]]:
        looked_at.append(text)
        return folding.spans(text, terms)

    monkeypatch.setattr(snippets, "spans", spans)
    assert Piece("lighthouse", True) in snippet("é " * 500_000 + "lighthouse", ["lighthouse"])
    assert sum(map(len, looked_at)) < 3_000
