"""Reports of a turn in any order, any number of times, come to the same row."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.records import turn
from voicechat.models import Call, Conversation, Persona, Turn, User
from voicechat.records import TurnRecord

REPORTS = st.builds(
    turn,
    item_id=st.just("a"),
    state=st.sampled_from(["pending", "failed", "final", "interrupted"]),
    text=st.sampled_from(["", "Good", "Good morning"]),
    end_ms=st.sampled_from([None, 900]),
)


def kept(reports: list[TurnRecord]) -> tuple[str, str, int | None]:
    call = Call(number=1)
    best, *others = (Turn.from_record(call, report) for report in reports)
    for other in others:
        best = other if other.beats(best) else best
    return best.state, best.text, best.end_ms


@given(st.lists(REPORTS, min_size=1, max_size=4))
def test_the_order_of_reports_does_not_matter(reports: list[TurnRecord]) -> None:
    assert len({kept(list(order)) for order in permutations(reports)}) == 1
    assert kept(reports) == kept(reports * 2)


def test_a_reply_that_was_cut_off_after_it_was_final_is_interrupted() -> None:
    assert kept([turn(state="final"), turn(state="interrupted")])[0] == "interrupted"


def test_of_a_reply_that_was_cut_off_what_was_heard_stands() -> None:
    whole = turn(state="final", text="Good morning, how are you?")
    for heard in ("Good morning,", ""):
        assert kept([whole, turn(state="interrupted", text=heard)])[:2] == ("interrupted", heard)


def test_the_same_batches_in_any_order_leave_the_same_rows(alice: User, juniper: Persona) -> None:
    batches = [
        [turn("a", state="pending", text="Go"), turn("b", position=2, state="pending", text="")],
        [turn("a"), turn("c", position=3)],
        [turn("b", position=2, state="failed", text="")],
    ]
    outcomes = set()
    for order in permutations(batches):
        call = Conversation.begin(alice, juniper, juniper.session_settings())
        for batch in order:
            call.store(turns=batch)
        outcomes.add(tuple(call.turns.values_list("item_id", "state", "text", "position")))
    assert len(outcomes) == 1


@pytest.mark.django_db
def test_turns_of_a_later_call_come_after(call: Call) -> None:
    again = Call.objects.create(conversation=call.conversation, number=2, model=call.model)
    again.store(turns=[turn("b", position=1)])
    call.store(turns=[turn("a", position=2**31 - 1)])
    assert [t.item_id for t in call.conversation.turns.all()] == ["a", "b"]
