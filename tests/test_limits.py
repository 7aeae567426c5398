"""What people may use, and which limit ends a call first. No database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from voicechat.limits import (
    CHANGE_OVER,
    FIELDS,
    Allowance,
    Bite,
    Kind,
    OpenCall,
    Side,
    Spent,
    allowance,
    first_bite,
    replaced,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def call(ago: float = 0, **fields: Any) -> OpenCall:
    """A call that began so many minutes ago."""
    pk = fields.pop("id", None) or uuid4()
    values = {
        "owner": 1,
        "day": TODAY,
        "started_at": NOW - minutes(ago),
        "sitting": pk,
        "sitting_started_at": NOW - minutes(ago),
        "number": 1,
        "lasted": minutes(ago),
        "is_live": True,
        "max_minutes": 60,
    }
    return OpenCall(id=pk, **{**values, **fields})


def side(*calls: OpenCall, used: float = 0, cost: str = "0", held: int = 0, **limits: Any) -> Side:
    spent = Spent(seconds={TODAY: round(used * 60)}, cost=Decimal(cost))
    return Side(Allowance(**limits), spent, calls, NOW, held)


def bite(one: OpenCall, person: Side, site: Side | None = None) -> Bite:
    found = first_bite(one, person, site or side(*person.calls))
    assert found
    return found


def test_a_persons_own_limit_goes_before_that_of_groups_and_that_before_everybodys() -> None:
    own, group = Allowance(minutes_per_day=5), Allowance(minutes_per_day=50, calls_at_once=2)
    everybody = Allowance(minutes_per_day=10, calls_at_once=1, minutes_per_call=3)
    found = allowance(own, [group], everybody)
    assert found == Allowance(minutes_per_day=5, calls_at_once=2, minutes_per_call=3)


def test_of_several_groups_the_most_generous_counts_for_each_limit() -> None:
    groups = [
        Allowance(may_call=False, minutes_per_day=10, cost_per_month=Decimal(9)),
        Allowance(may_call=True, minutes_per_day=20, cost_per_month=Decimal(4)),
        Allowance(),
    ]
    found = allowance(None, groups, None)
    assert found == Allowance(may_call=True, minutes_per_day=20, cost_per_month=Decimal(9))


def test_where_nothing_is_set_there_is_no_limit() -> None:
    assert allowance(None, [], None) == Allowance()
    unlimited = call(max_minutes=None)
    assert first_bite(unlimited, side(unlimited), side(unlimited)) is None


def test_a_no_of_ones_own_stands_against_a_yes_of_a_group() -> None:
    assert allowance(Allowance(may_call=False), [Allowance(may_call=True)], None).may_call is False


SETTINGS = st.builds(
    Allowance,
    may_call=st.none() | st.booleans(),
    minutes_per_day=st.none() | st.integers(1, 500),
    cost_per_month=st.none() | st.decimals("0.01", 500, places=2),
    calls_at_once=st.none() | st.integers(1, 9),
    minutes_per_call=st.none() | st.integers(1, 480),
)


@given(st.none() | SETTINGS, st.lists(SETTINGS, max_size=3), st.none() | SETTINGS)
def test_each_value_was_set_by_somebody_and_the_order_of_groups_is_nothing(
    own: Allowance | None, groups: list[Allowance], everybody: Allowance | None
) -> None:
    found = allowance(own, groups, everybody)
    assert found == allowance(own, groups[::-1], everybody)
    for name in FIELDS:
        given_by = [getattr(each, name) for each in [own, *groups, everybody] if each]
        assert getattr(found, name) in (given_by or [None])
        assert (getattr(found, name) is None) == all(value is None for value in given_by)


def test_the_shortest_of_several_limits_bites() -> None:
    one = call(ago=2)
    person = side(one, minutes_per_call=30, minutes_per_day=20, used=8)
    assert bite(one, person) == Bite(NOW + minutes(10), Kind.MINUTES_PER_DAY, 20)
    assert bite(one, side(one, minutes_per_call=5)).at == NOW + minutes(3)
    assert bite(one, side(one)) == Bite(NOW + minutes(58), Kind.PERSONA_MINUTES, 60)


def test_calls_at_once_use_up_the_day_together() -> None:
    one, other = call(ago=6), call(ago=4)
    person = side(one, other, minutes_per_day=40)
    assert bite(one, person).at == bite(other, person).at == NOW + minutes(15)


def test_as_time_goes_by_the_end_stays_where_it_is() -> None:
    one, other = call(ago=6), call(ago=4)
    person = side(one, other, minutes_per_day=40)
    later = [
        call(ago=each.lasted / minutes(1), id=each.id, lasted=each.lasted + minutes(3))
        for each in (one, other)
    ]
    then = Side(person.allowance, person.spent, later, NOW + minutes(3))
    assert bite(later[0], then, Side(Allowance(), Spent(), later, then.now)).at == NOW + minutes(15)


def test_a_call_belongs_to_the_day_on_which_it_began() -> None:
    yesterday = call(ago=20, day=TODAY - timedelta(days=1))
    person = side(yesterday, call(), minutes_per_day=30, used=25)
    assert bite(yesterday, person).at == NOW + minutes(10)
    assert bite(person.calls[1], person).at == NOW + minutes(5)


def test_one_that_broke_off_counts_for_as_long_as_it_lasted_and_takes_no_place() -> None:
    broken = call(ago=30, lasted=minutes(4), is_live=False)
    one = call()
    person = side(broken, one, minutes_per_day=10, calls_at_once=1)
    assert bite(one, person) == Bite(NOW + minutes(6), Kind.MINUTES_PER_DAY, 10)


def test_what_is_overdrawn_is_over_at_once() -> None:
    one = call(ago=1)
    assert bite(one, side(one, minutes_per_day=10, used=15)).is_refusal(NOW)
    assert bite(one, side(one, cost_per_month=Decimal(5), cost="5")).kind == Kind.COST_PER_MONTH
    assert bite(one, side(one, may_call=False)) == Bite(NOW, Kind.MAY_CALL)


def test_one_does_not_begin_for_a_few_seconds() -> None:
    one = call()
    assert bite(one, side(one, minutes_per_day=1, used=0.95)).is_refusal(NOW)
    assert not bite(one, side(one, minutes_per_day=1, used=0.5)).is_refusal(NOW)


def test_the_whole_site_has_limits_of_its_own() -> None:
    one, other = call(ago=6), call(ago=4, owner=2)
    site = side(one, other, minutes_per_day=30)
    assert bite(one, side(one), site).kind == Kind.SITE_MINUTES_PER_DAY
    assert bite(one, side(one), site).at == NOW + minutes(10)
    dear = side(one, other, cost_per_month=Decimal(5), cost="7.50")
    assert bite(one, side(one), dear) == Bite(NOW, Kind.SITE_COST_PER_MONTH, Decimal(5))


def test_of_calls_at_once_the_newest_is_one_too_many() -> None:
    one, other = call(ago=6), call(ago=4)
    person = side(one, other, calls_at_once=1)
    assert bite(one, person).kind == Kind.PERSONA_MINUTES
    assert bite(other, person) == Bite(NOW, Kind.CALLS_AT_ONCE, 1)
    site = side(one, other, calls_at_once=1)
    assert bite(other, side(other), site).kind == Kind.SITE_CALLS_AT_ONCE


def test_places_that_are_kept_are_taken() -> None:
    one = call()
    assert bite(one, side(one, calls_at_once=2, held=1)).kind == Kind.PERSONA_MINUTES
    assert bite(one, side(one, calls_at_once=2, held=2)).kind == Kind.CALLS_AT_ONCE


def further(before: OpenCall, ago: float, number: int) -> OpenCall:
    sitting = {"sitting": before.sitting, "sitting_started_at": before.sitting_started_at}
    return call(ago=ago, number=number, **sitting)


def test_what_goes_on_in_another_call_is_one_sitting() -> None:
    before = call(ago=50)
    after = further(before, ago=1, number=2)
    person = side(before, after, calls_at_once=1)
    assert bite(before, person) == bite(after, person)
    assert bite(after, person).at == NOW + minutes(10)


def test_a_call_makes_room_for_the_one_that_goes_on_from_it() -> None:
    over = CHANGE_OVER / minutes(1)
    before = call(ago=50)
    new, old = further(before, ago=over - 1, number=2), further(before, ago=over + 1, number=2)
    assert replaced([before, new], NOW) == set()
    assert replaced([before, old], NOW) == {before.id}
    assert replaced([before, call(ago=30, number=9)], NOW) == set()


def test_a_call_does_not_make_room_for_one_that_broke_off() -> None:
    before = call(ago=50)
    sitting = {"sitting": before.sitting, "number": 2, "is_live": False}
    assert replaced([before, call(ago=40, **sitting)], NOW) == set()


AGES = st.floats(0, 300).map(lambda age: round(age, 2))


@given(st.lists(AGES, min_size=1, max_size=6), st.integers(1, 600), st.integers(0, 300))
def test_nobody_talks_for_longer_than_a_day_has_minutes(
    ages: list[float], limit: int, used: int
) -> None:
    """If all go on until their end, what the day has is used up, and not exceeded."""
    calls = [call(ago=age, max_minutes=None, id=UUID(int=n)) for n, age in enumerate(ages)]
    person = side(*calls, minutes_per_day=limit, used=used)
    total = minutes(used)
    for each in calls:
        end = max(NOW, bite(each, person).at)
        total += end - each.started_at
    overdrawn = max(timedelta(), minutes(used + sum(ages) - limit))
    assert abs(total - minutes(limit) - overdrawn) < timedelta(seconds=1)
