"""Costs against figures that were worked out by hand."""

from decimal import Decimal

from voicechat.models import SpeechModel
from voicechat.realtime.prices import Tokens, cost


def price(model: str, **tokens: int) -> Decimal:
    return cost(Tokens(**tokens), SpeechModel.objects.get(name=model).prices)


def test_a_million_of_each_costs_its_price(db: None) -> None:
    best = "gpt-realtime-2.1"
    assert price(best, text_input=1_000_000) == 4
    assert price(best, text_output=1_000_000) == 24
    assert price(best, audio_input=1_000_000) == 32
    assert price(best, audio_output=1_000_000) == 64


def test_cached_tokens_are_a_part_of_the_input(db: None) -> None:
    # 1,000 in, of which 900 cached: 100 × 10 + 900 × 0.30 = 1,270 per million
    found = price("gpt-realtime-2.1-mini", audio_input=1_000, audio_cached=900)
    assert found == Decimal("0.00127")
