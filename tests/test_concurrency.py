"""Requests at once, each over a connection of its own, on whatever database is used."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from tests.support.archives import exported, fill, upload
from tests.support.invited import accept, invite, sign_up, sign_up_is
from tests.support.ledger import ledger, rows
from tests.support.records import turn, turn_json, usage_json
from tests.support.starts import wanted
from voicechat import admission, housekeeping
from voicechat.admission import MOST_RESERVED
from voicechat.models import Call, Conversation, DayUsage, Persona, Turn, User
from voicechat.realtime.prices import Tokens
from voicechat.records import UsageRecord

# Connections see only what is stored for good; what a new site begins with is put back first.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PATIENCE = 30  # seconds
SPOKEN = Tokens(audio_input=300, audio_output=170)


def at_once(act: Callable[[int], Any], times: int) -> list[Any]:
    """Run something so many times at the same moment; gives what came of each."""
    together = Barrier(times)

    def run(number: int) -> Any:
        together.wait(PATIENCE)
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


@pytest.mark.parametrize("attempt", range(3))
def test_requests_at_once_do_not_reserve_more_than_one_may(
    alice: User, juniper: Persona, attempt: int
) -> None:
    def reserve(_: int) -> bool:
        return admission.reserve(wanted(alice, juniper)) is not None

    reserved = at_once(reserve, 8)
    assert sum(reserved) == Conversation.objects.of(alice).count() == MOST_RESERVED


def test_tabs_that_go_on_at_once_get_calls_of_their_own(call: Call) -> None:
    session = call.conversation.persona.session_settings()
    calls = at_once(lambda _: Conversation.objects.get().open_call(session), 8)
    assert sorted(further.number for further in calls) == list(range(2, 10))


def test_two_corrections_at_once_lose_nothing_of_what_was_heard(call: Call) -> None:
    call.store(turns=[turn(text="I like the see.")])
    words = ["I like the sea.", "I like the C."]

    def correct(tab: int) -> None:
        Conversation.objects.get().correct(Turn.objects.get(), words[tab])

    at_once(correct, 2)
    found = Turn.objects.get()
    assert found.text in words
    assert found.text_as_heard == "I like the see."


@pytest.mark.parametrize("attempt", range(3))
def test_of_several_who_take_the_last_uses_only_so_many_join(admin: User, attempt: int) -> None:
    sign_up_is("invitation")
    invitation = invite(admin, max_uses=3, group=Group.objects.create(name="Class 5b"))
    clients = [Client() for _ in range(6)]
    for client in clients:
        accept(client, invitation)

    def join(number: int) -> str:
        return sign_up(clients[number], f"{number}@example.org").content.decode()

    pages = at_once(join, len(clients))
    refused = [page for page in pages if "no account was made" in page or "You need an" in page]
    assert len(refused) == 3
    assert User.objects.filter(invitation=invitation).count() == 3
    assert User.objects.filter(groups__name="Class 5b").count() == 3
    assert User.objects.filter(email__endswith="@example.org").exclude(pk=admin.pk).count() == 3
    invitation.refresh_from_db()
    assert invitation.uses == 3


def batch(number: int) -> dict[str, Any]:
    """Twenty turns, half of them also in the next batch, and the end."""
    numbers = range(number * 10, number * 10 + 20)
    return {
        "turns": [turn_json(f"i{n}", position=n) for n in numbers],
        "usage": [usage_json(f"r{number}"), usage_json(f"r{number + 1}")],
        "end_reason": "ended",
        "ended_ms": 0,
    }


def test_overlapping_batches_of_several_tabs_are_stored_once(alice: User, call: Call) -> None:
    orders = [range(8), range(8), reversed(range(8)), reversed(range(8))]
    tabs = [Client() for _ in orders]
    for client in tabs:
        client.force_login(alice)

    def post_all(tab: int) -> set[int]:
        url = f"/api/calls/{call.pk}/records"
        kind = "application/json"
        return {tabs[tab].post(url, batch(n), content_type=kind).status_code for n in orders[tab]}

    assert at_once(post_all, len(tabs)) == [{200}] * len(tabs)
    call.refresh_from_db()
    stored = [each.item_id for each in call.conversation.turns.all()]
    assert stored == [f"i{n}" for n in range(90)]
    assert call.conversation.turn_count == len(stored)
    assert (call.usage.count(), call.end_reason, call.ended_at) == (9, "ended", call.started_at)


def test_the_ledger_of_tabs_that_talk_at_once_says_what_the_rows_say(
    alice: User, juniper: Persona, call: Call
) -> None:
    other = Conversation.begin(alice, juniper, juniper.session_settings())
    Call.objects.update(started_at=timezone.now() - timedelta(hours=30))  # yesterday, or before

    def talk(tab: int) -> None:
        for number in range(12):
            # One forwards and one backwards, over midnight.
            hours = 27 * (number if tab % 2 else 11 - number) // 11
            used = {"seconds": 1 / (number + 1), "at_ms": hours * 3_600_000}
            for kind in ("response", "transcription"):
                record = UsageRecord(provider_id=f"r{number}", kind=kind, tokens=SPOKEN, **used)
                calls[tab % 2].store(usage=[record])
            calls[tab % 2].store(end_reason="ended", ended_ms=90_000 - tab * 1_000 - number)

    calls = list(Call.objects.select_related("conversation"))
    assert {call.pk for call in calls} == {call.pk, other.pk}
    at_once(talk, 4)
    assert ledger() == rows()
    assert DayUsage.objects.filter(owner=alice).aggregate(calls=Sum("calls"))["calls"] == 2


def test_several_nodes_close_each_abandoned_call_once(
    alice: User, juniper: Persona, call: Call
) -> None:
    session = juniper.session_settings()
    for _ in range(60):
        call.conversation.open_call(session)
        Conversation.begin(alice, juniper, session)
    Call.objects.update(started_at=timezone.now() - timedelta(hours=3))
    closed = at_once(lambda _: housekeeping.close_abandoned_calls(), 3)
    assert sum(closed) == 121
    assert not Call.objects.filter(ended_at=None).exists()
    assert not Conversation.objects.filter(ended_at=None).exists()
    assert ledger() == rows()


@pytest.mark.parametrize("attempt", range(3))
def test_an_end_that_comes_while_its_call_is_closed_stands(call: Call, attempt: int) -> None:
    Call.objects.update(started_at=timezone.now() - timedelta(hours=3))

    def report_or_close(number: int) -> None:
        if number:
            Call.objects.get(pk=call.pk).store(end_reason="time_limit", ended_ms=3_600_000)
        else:
            housekeeping.close_abandoned_calls()

    at_once(report_or_close, 2)
    call.refresh_from_db()
    assert call.end_reason == "time_limit"
    assert call.conversation.ended_at == call.ended_at


def test_nodes_that_tidy_at_once_delete_each_once(alice: User, juniper: Persona) -> None:
    for _ in range(30):
        call = Conversation.begin(alice, juniper, juniper.session_settings())
        call.store(turns=[turn()], end_reason="ended")
    Conversation.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    deleted = at_once(lambda _: housekeeping.delete_what_was_deleted(), 4)
    assert sum(deleted) == 30
    assert not Turn.objects.exists()


def test_the_same_file_twice_at_once_is_imported_once(
    as_alice: Client, alice: User, call: Call
) -> None:
    file = exported(as_alice, fill(call))
    Conversation.objects.all().delete()

    def send(_: int) -> bool:
        client = Client()
        client.force_login(alice)
        return b"Already here" in upload(client, file).content

    assert sorted(at_once(send, 4)) == [False, True, True, True]
    assert exported(as_alice, Conversation.objects.get()) == file


@pytest.mark.parametrize("is_last", [True, False])
def test_tabs_that_save_a_persona_at_once_get_one_name_and_one_last_place(
    alice: User, is_last: bool
) -> None:
    others = range(99 if is_last else 0)
    Persona.objects.bulk_create(Persona(owner=alice, name=f"{n}", instructions="x") for n in others)
    fields = {
        "instructions": "Be brief.", "voice": "marin", "model": "gpt-realtime-2.1", "speed": "1",
        "turn_detection": "server_vad", "max_minutes": "60",
    }  # fmt: skip

    def save(tab: int) -> int:
        client = Client()
        client.force_login(alice)
        name = f"Tab {tab}" if is_last else "Nan"
        return client.post("/personas/new/", fields | {"name": name}).status_code

    assert sorted(at_once(save, 5)) == [302, 422, 422, 422, 422]
    assert alice.personas.count() == len(others) + 1
