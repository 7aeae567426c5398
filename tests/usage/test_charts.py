"""Charts: every value has its place and its height."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicechat.usage.charts import ABOVE, HEIGHT, Chart, share
from voicechat.usage.days import calls_by_day, cost_by_day, minutes_by_day
from voicechat.usage.figures import Figures


def month(*costs: str) -> dict[date, Figures]:
    first = date(2026, 11, 1)
    days = [first + timedelta(days=number) for number in range(30)]
    found = dict(zip(days, map(Decimal, costs), strict=False))
    return {day: Figures(cost=found.get(day, Decimal(0))) for day in days}


def of_seconds(seconds: int) -> Chart:
    return minutes_by_day({date(2026, 11, 1): Figures(seconds=seconds)})


def test_a_value_is_as_high_as_it_is_beside_the_highest_line() -> None:
    chart = cost_by_day(month("0.4", "0", "0.1"))
    assert [line.words for line in chart.lines] == ["$0.40", "$0.20"]
    assert [float(bar.height) for bar in chart.bars] == [HEIGHT, HEIGHT / 4]
    assert [bar.words for bar in chart.bars] == ["November 1: $0.40", "November 3: $0.10"]
    assert chart.about == "Most on November 1: $0.40."


def test_the_first_of_every_seven_days_is_named() -> None:
    assert [name.words for name in cost_by_day(month("1")).names] == ["1", "8", "15", "22", "29"]


@pytest.mark.parametrize(
    ("seconds", "lines"),
    [
        (30, ["2 min", "1 min"]),
        (121, ["4 min", "2 min"]),
        (34 * 60, ["40 min", "20 min"]),
        (61 * 60, ["80 min", "40 min"]),
        (2_000 * 60, ["2,000 min", "1,000 min"]),
    ],
)
def test_lines_are_at_numbers_that_people_count_by(seconds: int, lines: list[str]) -> None:
    assert [line.words for line in of_seconds(seconds).lines] == lines


def test_calls_are_counted_in_whole_ones() -> None:
    chart = calls_by_day({date(2026, 11, 1): Figures(calls=1)})
    assert [line.words for line in chart.lines] == ["2", "1"]


def test_a_cost_of_less_than_a_cent_is_seen() -> None:
    chart = cost_by_day(month("0.00001"))
    assert [line.words for line in chart.lines] == ["$0.01", "$0.0050"]
    assert float(chart.bars[0].height) > 0


@given(st.lists(st.decimals(0, 10**6, places=10), min_size=1, max_size=30))
def test_no_bar_is_higher_than_the_chart(costs: list[Decimal]) -> None:
    chart = cost_by_day(month(*map(str, costs)))
    assert len(chart.bars) == sum(cost > 0 for cost in costs)
    assert all(ABOVE <= float(bar.y) <= ABOVE + HEIGHT for bar in chart.bars)


def test_shares_are_beside_the_largest() -> None:
    assert [share(part, 8) for part in (8, 2, 0, -1)] == ["100.00%", "25.00%", "0%", "0%"]
    assert share(0, 0) == "0%"
