"""Costs against figures that were worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from voicechat.models import Price, SpeechModel
from voicechat.realtime.prices import PriceBook, PriceList, Tokens, cost


def price(model: str, seconds: float | None = None, **tokens: int) -> Decimal | None:
    return cost(Tokens(**tokens), Price.objects.today()[model], seconds)


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


@pytest.mark.parametrize(
    ("model", "a_minute"), [("gpt-transcribe", "0.0045"), ("whisper-1", "0.0060")]
)
def test_transcription_is_billed_by_the_second(db: None, model: str, a_minute: str) -> None:
    assert price(model, seconds=60) == Decimal(a_minute)
    assert price(model, seconds=2.5) == Decimal(a_minute) * Decimal("2.5") / 60
    assert price(model, audio_input=10) is None  # by the token it has no price


def test_transcription_is_billed_by_the_token(db: None) -> None:
    # 10,000 × 2.50 + 1,000 × 10 = 35,000 per million
    found = price("gpt-4o-transcribe", audio_input=9_000, text_input=1_000, text_output=1_000)
    assert found == Decimal("0.035")
    assert price("gpt-4o-transcribe", seconds=9) is None


def test_a_cost_without_an_end_is_kept_to_ten_decimals() -> None:
    assert cost(Tokens(), PriceList(per_minute=Decimal(1)), 1 / 3) == Decimal("0.0055555556")


def test_a_price_that_is_not_known_is_only_missed_where_it_is_needed() -> None:
    prices = PriceList(text_input=Decimal(4), text_output=Decimal(24))
    assert cost(Tokens(text_input=1_000_000), prices) == 4
    assert cost(Tokens(text_input=1_000_000, audio_output=1), prices) is None
    assert cost(Tokens(), PriceList()) == 0


def test_prices_hold_from_their_day_until_the_next() -> None:
    one, two = PriceList(text_input=Decimal(1)), PriceList(text_input=Decimal(2))
    book = PriceBook([("a", date(2026, 7, 1), two), ("a", date(2026, 3, 1), one)])
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [book.on(day, "a") for day in days] == [None, one, one, two]
    assert book.on(days[-1], "b") is None


def test_every_model_of_a_new_site_has_prices(db: None) -> None:
    assert set(Price.objects.today()) == set(SpeechModel.objects.values_list("name", flat=True))
