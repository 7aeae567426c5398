"""What people are told of limits."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from voicechat.limit_words import name, near, over
from voicechat.limits import Bite, Kind

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def words(kind: Kind, amount: Decimal | int | None = None, today: date = TODAY) -> str:
    return over(Bite(NOW, kind, amount), today)


@pytest.mark.parametrize("kind", Kind)
def test_each_limit_is_said_in_words_that_say_what_to_do(kind: Kind) -> None:
    found = words(kind, Decimal(30))
    assert len(found) > 30
    assert "None" not in found
    assert name(kind)
    assert near(kind, 5).startswith("5 minutes left")
    assert near(kind, 1).startswith("1 minute left")


def test_the_days_minutes_come_back_tomorrow() -> None:
    found = words(Kind.MINUTES_PER_DAY, Decimal(30))
    assert found == "You have used today's 30 minutes. You can talk again tomorrow."


@pytest.mark.parametrize(
    ("today", "again"), [(TODAY, "December 1"), (date(2026, 12, 31), "January 1")]
)
def test_the_months_money_comes_back_with_the_next_one(today: date, again: str) -> None:
    found = words(Kind.COST_PER_MONTH, Decimal(5), today)
    assert f"this month's 5.00 US dollars. You can talk again on {again}" in found
    assert again in words(Kind.SITE_COST_PER_MONTH, Decimal(500), today)


def test_it_tells_one_call_from_several() -> None:
    assert "in a call already, in another tab" in words(Kind.CALLS_AT_ONCE, 1)
    assert "in 3 calls already" in words(Kind.CALLS_AT_ONCE, 3)


def test_what_is_left_is_left_of_the_day_or_of_the_call() -> None:
    assert near(Kind.MINUTES_PER_DAY, 3) == "3 minutes left today."
    assert near(Kind.MINUTES_PER_CALL, 1) == "1 minute left in this call."
    assert "everybody on this site" in near(Kind.SITE_MINUTES_PER_DAY, 5)


def test_once_a_new_day_has_begun_nobody_is_told_to_wait_for_tomorrow() -> None:
    for kind in (Kind.MINUTES_PER_DAY, Kind.SITE_MINUTES_PER_DAY):
        found = over(Bite(NOW, kind, 30), TODAY, is_of_today=False)
        assert "A new day has begun" in found
        assert near(kind, 5, is_of_today=False) == "5 minutes left in this call."
