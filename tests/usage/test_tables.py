"""Tables of what was used."""

from decimal import Decimal

from voicechat.usage.figures import Figures
from voicechat.usage.tables import MOST, table


def test_bars_show_the_cost_and_where_nothing_costs_the_time() -> None:
    costs = [("a", Figures(cost=Decimal(4), seconds=1)), ("b", Figures(cost=Decimal(1)))]
    assert [row.share for row in table(costs)] == ["100.00%", "25.00%"]
    times = [("a", Figures(seconds=60)), ("b", Figures(seconds=30))]
    assert [row.share for row in table(times)] == ["100.00%", "50.00%"]
    assert table([]) == []


def test_of_many_the_smallest_are_summed_up() -> None:
    groups = [(str(number), Figures(calls=1)) for number in range(MOST + 7)]
    rows = table(groups)
    assert (len(rows), rows[-1].name, rows[-1].figures.calls) == (MOST + 1, "7 others", 7)
