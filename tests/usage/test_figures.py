"""What was used, in words."""

from decimal import Decimal

import pytest

from voicechat.usage.figures import Figures, minutes_in_words


def test_figures_add_up() -> None:
    one = Figures(calls=1, seconds=30, audio_input=5, cost=Decimal("0.1"))
    assert one + one == Figures(calls=2, seconds=60, audio_input=10, cost=Decimal("0.2"))
    assert not Figures()
    assert Figures(unpriced=1)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (0.5, "30 s"), (1.4, "1 min"), (1234, "1,234 min")]
)
def test_minutes_are_written_as_such(minutes: float, words: str) -> None:
    assert minutes_in_words(minutes) == words


@pytest.mark.parametrize(
    ("figures", "cost", "per_minute"),
    [
        (Figures(), "", ""),
        (Figures(seconds=600), "", ""),
        (Figures(seconds=600, responses=2, cost=Decimal(3)), "$3.00", "$0.30"),
        (Figures(seconds=59, responses=2, cost=Decimal(3)), "$3.00", ""),
        (
            Figures(seconds=600, responses=2, unpriced=1, cost=Decimal(3)),
            "at least $3.00",
            "at least $0.30",
        ),
        (Figures(seconds=600, transcriptions=2, unpriced=2), "cost not known", "cost not known"),
    ],
)
def test_what_is_not_known_is_never_nothing(figures: Figures, cost: str, per_minute: str) -> None:
    assert (figures.cost_in_words, figures.per_minute_in_words) == (cost, per_minute)


def test_cached_tokens_are_counted_once() -> None:
    figures = Figures(text_input=1_000, text_cached=900, audio_output=500)
    assert figures.tokens_in_words == "1,500"
    assert figures.kinds_in_words == "1,000 in (900 cached), 500 out"
