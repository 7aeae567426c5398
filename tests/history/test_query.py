"""What somebody typed, as terms."""

import pytest

from voicechat.history.query import MOST_TERMS, terms


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("red  Lighthouse", ["red", "lighthouse"]),
        ('"red lighthouse" sea', ["red lighthouse", "sea"]),
        ("“red lighthouse” sea", ["red lighthouse", "sea"]),
        ('sea "red light', ["sea", "red light"]),
        ('sea"red"', ["sea", "red"]),
        ("sea sea SEA", ["sea"]),
        ("Café", ["cafe"]),
        ("東京", ["東東東京京京"]),
        ("   ", []),
        ("", []),
        ("\0\u202e", []),
        ("?", ["?"]),
        ('"', ['"']),
        ("NEAR(a b) AND -c* OR NOT d", ["near(a", "b)", "and", "-c*", "or", "not", "d"]),
    ],
)
def test_words_and_phrases(typed: str, expected: list[str]) -> None:
    assert terms(typed) == expected


def test_there_is_an_end_to_it() -> None:
    assert len(terms(" ".join(f"w{n}" for n in range(99)))) == MOST_TERMS
    assert terms("x" * 1_000_000) == ["x" * 200]
