"""POST /api/calls/{id}/records: what was said and used, in idempotent batches."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.records import turn_json, usage_json
from voicechat.models import Call, Turn, Usage, User


def post(client: Client, call: Call, **batch: Any) -> Any:
    return client.post(f"/api/calls/{call.pk}/records", batch, content_type="application/json")


def rows(call: Call) -> list[tuple[str, str, str]]:
    return list(Turn.objects.filter(call=call).values_list("item_id", "state", "text"))


def test_turns_are_stored_in_order(as_alice: Client, call: Call) -> None:
    late = turn_json("b", position=200, role="assistant", text="It is blue.")
    early = turn_json("a", position=100, text="What colour is the sea?")
    assert post(as_alice, call, turns=[late]).status_code == 200
    assert post(as_alice, call, turns=[early]).json() == {"turns": 1, "usage": 0}
    assert [item for item, *_ in rows(call)] == ["a", "b"]


def test_the_same_batch_twice_leaves_the_same_rows(as_alice: Client, call: Call) -> None:
    batch = {"turns": [turn_json("a"), turn_json("a")], "usage": [usage_json(), usage_json()]}
    for _ in range(2):
        assert post(as_alice, call, **batch).status_code == 200
    assert rows(call) == [("a", "final", "Good morning.")]
    assert Usage.objects.count() == 1


@pytest.mark.parametrize(
    "weaker", [{"state": "pending", "text": "Good"}, {"text": ""}, {"state": "failed", "text": ""}]
)
def test_a_final_text_is_never_replaced_by_less(
    as_alice: Client, call: Call, weaker: dict[str, str]
) -> None:
    post(as_alice, call, turns=[turn_json("a")])
    post(as_alice, call, turns=[turn_json("a", **weaker)])
    assert rows(call) == [("a", "final", "Good morning.")]


def test_a_pending_turn_becomes_final(as_alice: Client, call: Call) -> None:
    post(as_alice, call, turns=[turn_json("a", state="pending", text="Good")])
    post(as_alice, call, turns=[turn_json("a")])
    assert rows(call) == [("a", "final", "Good morning.")]


def test_what_was_corrected_stands(as_alice: Client, call: Call) -> None:
    post(as_alice, call, turns=[turn_json("a", state="pending", text="Good mourning")])
    Turn.objects.update(text="Good morning", text_as_heard="Good mourning")
    post(as_alice, call, turns=[turn_json("a", text="Good mourning.")])
    assert rows(call)[0][2] == "Good morning"


def test_usage_is_priced_exactly(as_alice: Client, call: Call) -> None:
    post(as_alice, call, usage=[usage_json()])
    # 100 text × 4 + 100 cached × 0.40 + 20 text out × 24 + 50 audio × 32 + 80 audio out × 64
    expected = Decimal(400 + 40 + 480 + 1600 + 5120) / 1_000_000
    assert Usage.objects.get().cost == expected


def test_a_transcription_is_counted_apart(as_alice: Client, call: Call) -> None:
    post(as_alice, call, usage=[{"provider_id": "item_1", "kind": "transcription", "seconds": 2.5}])
    usage = Usage.objects.get()
    assert (usage.model, usage.seconds, usage.cost) == ("gpt-transcribe", 2.5, None)


def test_the_first_end_and_the_first_provider_id_stand(as_alice: Client, call: Call) -> None:
    post(as_alice, call, provider_call_id="rtc_1", end_reason="ended")
    post(as_alice, call, provider_call_id="rtc_2", end_reason="page_closed")
    call.refresh_from_db()
    assert (call.provider_call_id, call.end_reason) == ("rtc_1", "ended")
    assert call.conversation.ended_at == call.ended_at is not None


def test_an_end_that_is_reported_late_was_when_it_was(as_alice: Client, call: Call) -> None:
    Call.objects.update(started_at=call.started_at - timedelta(hours=9))
    post(as_alice, call, end_reason="ended", ended_ms=90_000)
    call.refresh_from_db()
    assert call.ended_at - call.started_at == timedelta(seconds=90)


def test_an_end_is_never_in_the_future(as_alice: Client, call: Call) -> None:
    post(as_alice, call, end_reason="ended", ended_ms=86_400_000)
    call.refresh_from_db()
    assert call.ended_at <= timezone.now()


def test_records_are_taken_after_the_end(as_alice: Client, call: Call) -> None:
    post(as_alice, call, end_reason="ended")
    assert post(as_alice, call, turns=[turn_json("late")]).status_code == 200
    assert len(rows(call)) == 1


def test_nobody_writes_into_anothers_call(
    as_charlie: Client, as_admin: Client, client: Client, call: Call
) -> None:
    assert post(as_charlie, call, turns=[turn_json()]).status_code == 404
    assert post(as_admin, call, turns=[turn_json()]).status_code == 404
    assert post(client, call, turns=[turn_json()]).json()["error"]["code"] == "signed_out"
    assert not Turn.objects.exists()


def test_another_site_cannot_post(alice: User, call: Call) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert post(client, call, turns=[turn_json()]).status_code == 403


WRONG: list[dict[str, Any]] = [
    {"turns": [turn_json(role="system")]},
    {"turns": [turn_json(state="done")]},
    {"turns": [turn_json(text="x" * 20_001)]},
    {"turns": [turn_json("")]},
    {"turns": [turn_json("a" * 129)]},
    {"turns": [turn_json("with space")]},
    {"turns": [turn_json(position=-1)]},
    {"turns": [turn_json(position=2**31)]},
    {"turns": [turn_json(start_ms=-5)]},
    {"turns": [turn_json(colour="red")]},
    {"turns": [turn_json(text="\ud800")]},
    {"turns": [turn_json(f"i{n}") for n in range(101)]},
    {"usage": [usage_json(text_cached=201)]},
    {"usage": [usage_json(audio_output=-1)]},
    {"usage": [usage_json(kind="gift")]},
    {"end_reason": "bored"},
    {"title": "x"},
]


@pytest.mark.parametrize("batch", WRONG)
def test_what_makes_no_sense_is_refused_whole(
    as_alice: Client, call: Call, batch: dict[str, Any]
) -> None:
    answer = post(as_alice, call, **batch)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid"
    assert not Turn.objects.exists()
    assert not Usage.objects.exists()


def test_hostile_text_is_stored_as_it_is(as_alice: Client, call: Call) -> None:
    text = "<script>\u202e 'quote' =1+1 𓀀 日本語 \r\n\t"
    post(as_alice, call, turns=[turn_json("a", text=text), turn_json("b", text="nul: \x00.")])
    assert [text for *_, text in rows(call)] == [text, "nul: \ufffd."]


@pytest.mark.parametrize("stored", [0, 300])
def test_queries_do_not_grow_with_the_conversation(
    as_alice: Client, call: Call, stored: int, django_assert_num_queries: Any
) -> None:
    for first in range(0, stored, 100):
        numbers = range(first, first + 100)
        post(as_alice, call, turns=[turn_json(f"old_{n}", position=n) for n in numbers])
    batch = [turn_json(f"new_{n}", position=1000 + n) for n in range(5)]
    # session, user, call, savepoint, lock, turns known, turns, price, usage, release
    with django_assert_num_queries(10):
        post(as_alice, call, turns=batch, usage=[usage_json()])
