"""POST /api/calls/{id}/records: what was said and used, in idempotent batches."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.support.records import turn, turn_json, usage_json
from voicechat.models import Call, Turn, Usage, User, calls


def post(client: Client, call: Call, **batch: Any) -> Any:
    return client.post(f"/api/calls/{call.pk}/records", batch, content_type="application/json")


def rows(call: Call) -> list[tuple[str, str, str]]:
    return list(Turn.objects.filter(call=call).values_list("item_id", "state", "text"))


def test_turns_are_stored_in_order(as_alice: Client, call: Call) -> None:
    late = turn_json("b", position=200, role="assistant", text="It is blue.")
    early = turn_json("a", position=100, text="What colour is the sea?")
    assert post(as_alice, call, turns=[late]).status_code == 200
    answer = post(as_alice, call, turns=[early]).json()
    assert answer == {"turns": 1, "usage": 0, "refused": [], "seconds_left": None, "limit": None}
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


def test_what_was_corrected_stands_and_what_was_heard_goes_on(as_alice: Client, call: Call) -> None:
    post(as_alice, call, turns=[turn_json("a", state="pending", text="Good mourning")])
    Turn.objects.update(text="Good morning", text_as_heard="Good mourning")
    for heard in ("Good mourning, all.", "Good mourning"):
        post(as_alice, call, turns=[turn_json("a", text=heard)])
    corrected = Turn.objects.get()
    assert (corrected.text, corrected.state) == ("Good morning", "final")
    assert corrected.text_as_heard == "Good mourning, all."


def test_a_correction_is_known_as_one_even_if_nothing_was_heard(
    as_alice: Client, call: Call
) -> None:
    post(as_alice, call, turns=[turn_json("a", role="assistant", text="Good mourning")])
    Turn.objects.update(text="Good morning", text_as_heard="Good mourning")
    for _ in range(2):
        cut_off = turn_json("a", role="assistant", state="interrupted", text="")
        post(as_alice, call, turns=[cut_off])
    corrected = Turn.objects.get()
    assert (corrected.text, corrected.text_as_heard) == ("Good morning", "Good mourning")
    assert corrected.state == "interrupted"


def test_usage_is_priced_exactly(as_alice: Client, call: Call) -> None:
    post(as_alice, call, usage=[usage_json()])
    # 100 text × 4 + 100 cached × 0.40 + 20 text out × 24 + 50 audio × 32 + 80 audio out × 64
    expected = Decimal(400 + 40 + 480 + 1600 + 5120) / 1_000_000
    assert Usage.objects.get().cost == expected


def test_a_transcription_is_counted_apart(as_alice: Client, call: Call) -> None:
    post(as_alice, call, usage=[{"provider_id": "item_1", "kind": "transcription", "seconds": 2.5}])
    usage = Usage.objects.get()
    assert (usage.model, usage.seconds) == ("gpt-transcribe", 2.5)
    assert usage.cost == Decimal("0.0045") * Decimal("2.5") / 60  # dollars a minute


def test_of_two_ends_the_earlier_stands_whichever_comes_first(as_alice: Client, call: Call) -> None:
    Call.objects.update(started_at=call.started_at - timedelta(hours=1))
    for reason, ended_ms in (("page_closed", 9_000), ("ended", 4_000), ("lost", 9_000)):
        post(as_alice, call, end_reason=reason, ended_ms=ended_ms)
    call.refresh_from_db()
    assert (call.end_reason, call.ended_at - call.started_at) == ("ended", timedelta(seconds=4))


def test_the_end_of_an_earlier_call_does_not_end_a_conversation_that_goes_on(
    as_alice: Client, call: Call
) -> None:
    Call.objects.create(conversation=call.conversation, number=2, model=call.model)
    post(as_alice, call, end_reason="lost")
    call.conversation.refresh_from_db()
    assert call.conversation.ended_at is None


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


WRONG_TURNS: list[dict[str, Any]] = [
    turn_json(role="system"),
    turn_json(state="done"),
    turn_json(""),
    turn_json("a" * 129),
    turn_json("with space"),
    turn_json(position=-1),
    turn_json(position=2**31),
    turn_json(start_ms=-5),
    turn_json(colour="red"),
    turn_json(text="\ud800"),
    {},
    "a turn",
    None,
]
WRONG_USAGE: list[dict[str, Any]] = [
    usage_json(text_cached=201),
    usage_json(audio_output=-1),
    usage_json(kind="gift"),
    usage_json(seconds=-1),
    usage_json(seconds=3_601),
    usage_json(audio_output=1_000_001),
    usage_json(at_ms=-1),
]


@pytest.mark.parametrize(
    ("kind", "record"),
    [("turns", turn) for turn in WRONG_TURNS] + [("usage", usage) for usage in WRONG_USAGE],
)
def test_a_record_that_makes_no_sense_is_named_and_the_others_are_stored(
    as_alice: Client, call: Call, kind: str, record: Any
) -> None:
    good = {"turns": [turn_json("good")], "usage": [usage_json("resp_good")]}
    good[kind].append(record)
    answer = post(as_alice, call, **good).json()
    assert [(one["kind"], one["index"], one["code"]) for one in answer["refused"]] == [
        (kind, 1, "invalid")
    ]
    assert (answer["turns"], answer["usage"]) == (1, 1)
    assert (Turn.objects.count(), Usage.objects.count()) == (1, 1)


def test_a_text_that_is_too_long_is_refused_by_name(as_alice: Client, call: Call) -> None:
    turns = [turn_json("a", text="x" * 20_001), turn_json("b", text="𓀀" * 20_000)]
    refused = post(as_alice, call, turns=turns).json()["refused"]
    assert [(one["index"], one["code"]) for one in refused] == [(0, "text_too_long")]
    assert "too long" in refused[0]["message"]
    assert [item for item, *_ in rows(call)] == ["b"]


def test_a_full_conversation_takes_no_more_turns_but_knows_its_own(
    as_alice: Client, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "TURNS_PER_CONVERSATION", 3)
    post(as_alice, call, turns=[turn_json("a", text="", state="pending"), turn_json("b")])
    late = [turn_json("c"), turn_json("d"), turn_json("a"), turn_json("e")]
    answer = post(as_alice, call, turns=late, usage=[usage_json()], end_reason="ended").json()
    refused = [(one["index"], one["code"]) for one in answer["refused"]]
    assert refused == [(1, "conversation_full"), (3, "conversation_full")]
    assert {item: text for item, _, text in rows(call)} == dict.fromkeys("abc", "Good morning.")
    assert Usage.objects.count() == 1


WRONG: list[dict[str, Any]] = [
    {"turns": "all of it"},
    {"end_reason": "bored"},
    {"ended_ms": -1},
    {"title": "x"},
]


@pytest.mark.parametrize("batch", WRONG)
def test_what_is_no_batch_is_refused_whole(
    as_alice: Client, call: Call, batch: dict[str, Any]
) -> None:
    answer = post(as_alice, call, **{"turns": [turn_json()], **batch})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid"
    assert not Turn.objects.exists()


@pytest.mark.parametrize(
    "turns",
    [
        [turn_json(f"i{n}") for n in range(101)],
        [turn_json(f"i{n}", text="x" * 19_000) for n in range(14)],
    ],
    ids=["too many records", "too many bytes"],
)
def test_a_batch_that_is_too_large_is_refused_whole(
    as_alice: Client, call: Call, turns: list[dict[str, Any]]
) -> None:
    answer = post(as_alice, call, turns=turns)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "batch_too_large"
    assert not Turn.objects.exists()


def test_what_somebody_else_said_waits_for_them(
    as_alice: Client, alice: User, charlie: User, call: Call
) -> None:
    url, body = f"/api/calls/{call.pk}/records", {"turns": [turn_json()]}
    for account, status in ((charlie.browser_id, 409), (alice.browser_id, 200)):
        answer = as_alice.post(
            url, body, content_type="application/json", headers={"X-Account": account}
        )
        assert answer.status_code == status
        assert Turn.objects.exists() == (status == 200)


def test_without_its_database_the_site_asks_for_another_try(as_alice: Client, call: Call) -> None:
    def silent(*query: Any) -> None:
        raise OperationalError("no answer")

    with connection.execute_wrapper(silent):
        answer = post(as_alice, call, turns=[turn_json()])
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert answer.json()["error"]["code"] == "busy"
    assert post(as_alice, call, turns=[turn_json()]).status_code == 200


def test_what_is_confirmed_outlives_a_power_cut(db: None) -> None:
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if is_sqlite else "SHOW synchronous_commit")
        assert cursor.fetchone() == ((2,) if is_sqlite else ("on",))  # 2: FULL


def test_hostile_text_is_stored_as_it_is(as_alice: Client, call: Call) -> None:
    text = "<script>\u202e 'quote' =1+1 𓀀 日本語 \r\n\t"
    post(as_alice, call, turns=[turn_json("a", text=text), turn_json("b", text="nul: \x00.")])
    assert [text for *_, text in rows(call)] == [text, "nul: \ufffd."]


@pytest.mark.parametrize("stored", [0, 2_000])
def test_queries_do_not_grow_with_the_conversation(
    as_alice: Client, call: Call, stored: int, django_assert_num_queries: Any
) -> None:
    call.store(turns=[turn(f"old_{n}", position=n) for n in range(stored)])
    batch = [turn_json(f"new_{n}", position=3000 + n) for n in range(5)]
    # session, user, call; savepoint, lock, turns known, new ones, their number, usage known,
    # prices, new usage, the ledger's row, which is opened here (with a savepoint), release
    with django_assert_num_queries(16) as queries:
        post(as_alice, call, turns=batch, usage=[usage_json()])
    # Nor does one of them read the conversation in order, which is to read all of it.
    of_turns = [query["sql"] for query in queries if "voicechat_turn" in query["sql"]]
    assert len(of_turns) == 2
    assert not any("ORDER BY" in sql for sql in of_turns)


def test_what_is_known_is_not_written_again(as_alice: Client, call: Call) -> None:
    batch = {
        "turns": [turn_json("a"), turn_json("b")],
        "usage": [usage_json()],
        "provider_call_id": "rtc_1",
        "transport": "websocket",
        "started_ms": 5,
        "end_reason": "ended",
        "ended_ms": 0,
    }
    post(as_alice, call, **batch)
    with CaptureQueriesContext(connection) as queries:
        post(as_alice, call, **batch)
    kinds = {query["sql"].split()[0] for query in queries}
    assert kinds == {"SELECT", "SAVEPOINT", "RELEASE"}
