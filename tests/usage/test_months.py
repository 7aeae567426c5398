"""Months, as addresses have them."""

from datetime import date

import pytest

from voicechat.usage.months import Month, months


def test_what_is_written_is_read_again() -> None:
    assert Month.read("2026-11") == Month(2026, 11)
    assert str(Month(2026, 3)) == "2026-03"


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "1999-12", "2026-11-01", "20٢٦-11"],
)
def test_nothing_else_is_a_month(text: str) -> None:
    with pytest.raises(ValueError, match=text or None):
        Month.read(text)


def test_one_follows_the_other_over_a_new_year() -> None:
    december = Month(2026, 12)
    assert december.next == Month(2027, 1)
    assert december.next.previous == december
    assert months(Month(2026, 11), Month(2027, 1)) == [Month(2027, 1), december, Month(2026, 11)]


def test_each_has_all_its_days() -> None:
    days = Month(2028, 2).days
    assert (days[0], days[-1], len(days)) == (date(2028, 2, 1), date(2028, 2, 29), 29)
