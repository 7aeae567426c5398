"""POST /api/conversations/{id}/calls and GET …/replay: a past conversation goes on."""

import json
from datetime import timedelta
from typing import Any

import pytest
import responses
from django.test import Client
from django.utils import timezone

from tests.api.test_start_call import ANSWER, MINT
from tests.support.records import turn, turn_json
from voicechat.admission import MOST_RESERVED
from voicechat.models import Call, Conversation, Persona, SpeechModel, User, Voice


@pytest.fixture(autouse=True)
def provider() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(MINT, json=ANSWER)
        yield mock


@pytest.fixture
def past(call: Call) -> Conversation:
    """Alice's conversation with Juniper, over one call that ended."""
    talk = [
        turn("b", position=2, role="assistant", state="interrupted", text="It is"),
        turn("a", position=1, text="What colour is the sea?"),
    ]
    call.store(turns=talk, end_reason="ended")
    return Conversation.objects.get(pk=call.conversation_id)


def go_on(client: Client, past: Conversation, more: str = "", **settings: object) -> Any:
    url = f"/api/conversations/{past.pk}/calls{more}"
    return client.post(url, {"settings": settings}, content_type="application/json")


def reserve(client: Client, past: Conversation) -> Any:
    return go_on(client, past, "/reserved")


def replay(client: Client, past: Conversation) -> Any:
    return client.get(f"/api/conversations/{past.pk}/replay")


def post(client: Client, url: str, **batch: object) -> None:
    assert client.post(url, batch, content_type="application/json").status_code == 200


def session_of(provider: Any) -> dict[str, Any]:
    return json.loads(provider.calls[-1].request.body)["session"]


def test_one_more_call_joins_the_conversation(as_alice: Client, past: Conversation) -> None:
    answer = go_on(as_alice, past)
    assert answer.status_code == 201
    body = answer.json()
    assert body["conversation_url"] == f"/history/{past.pk}/"
    assert body["opening"] is None
    call = past.calls.get(number=2)
    assert body["call"] == str(call.pk)
    past.refresh_from_db()
    assert past.ended_at is None


def test_its_turns_come_after_those_of_before(as_alice: Client, past: Conversation) -> None:
    url = go_on(as_alice, past).json()["records_url"]
    post(as_alice, url, turns=[turn_json("c", position=0, text="And at night?")])
    said = list(past.turns.values_list("text", flat=True))
    assert said == ["What colour is the sea?", "It is", "And at night?"]


def test_it_is_set_up_as_the_persona_is_now_and_as_wished(
    as_alice: Client, past: Conversation, provider: Any
) -> None:
    Persona.objects.filter(pk=past.persona_id).update(instructions="Be brief.", voice="cedar")
    go_on(as_alice, past, speed=1.2)
    session = session_of(provider)
    assert session["instructions"] == "Be brief."
    assert session["audio"]["output"] == {"voice": "cedar", "speed": 1.2}


@pytest.mark.parametrize("is_deleted", [True, False])
def test_without_its_persona_it_goes_on_as_it_began(
    as_alice: Client, past: Conversation, provider: Any, is_deleted: bool
) -> None:
    persona = Persona.objects.get(pk=past.persona_id)
    Persona.objects.filter(pk=persona.pk).update(is_published=False, instructions="Not this.")
    if is_deleted:
        persona.delete()
    answer = go_on(as_alice, past, voice="cedar")
    assert answer.status_code == 201
    assert abs(answer.json()["seconds_left"] - persona.max_minutes * 60) <= 1
    session = session_of(provider)
    assert session["instructions"] == persona.instructions
    assert session["audio"]["output"]["voice"] == "cedar"
    changed = as_alice.post(
        answer.json()["settings_url"], {"speed": 1.5}, content_type="application/json"
    )
    assert changed.json()["session"]["instructions"] == persona.instructions


REMEMBERED = {
    "model": "gpt-most-expensive",
    "voice": "nobodys",
    "languages": ["any, of them!"],
    "turn_detection": "never",
    "noise_reduction": "all",
    "reasoning_effort": "endless",
}


def test_what_it_remembers_and_nobody_can_have_is_replaced(
    as_alice: Client, past: Conversation, provider: Any
) -> None:
    kept = past.settings | REMEMBERED
    Conversation.objects.update(persona=None, settings=kept)
    assert go_on(as_alice, past).status_code == 201
    session = session_of(provider)
    sound, heard = session["audio"]["output"], session["audio"]["input"]
    assert SpeechModel.objects.filter(name=session["model"], is_available=True).exists()
    assert Voice.objects.filter(name=sound["voice"], is_available=True).exists()
    assert heard["turn_detection"]["type"] == "server_vad"
    assert heard["noise_reduction"] == {"type": "near_field"}
    assert "languages" not in heard["transcription"]
    assert "reasoning" not in session
    assert Conversation.objects.get().settings == kept


def test_what_was_withdrawn_meanwhile_is_replaced(
    as_alice: Client, past: Conversation, provider: Any
) -> None:
    Conversation.objects.update(persona=None)
    for kind, name in ((SpeechModel, "model"), (Voice, "voice")):
        kind.objects.filter(name=past.settings[name]).update(is_available=False)
    go_on(as_alice, past)
    session = session_of(provider)
    assert session["model"] in SpeechModel.objects.filter(is_available=True).values_list(
        "name", flat=True
    )
    assert session["audio"]["output"]["voice"] != past.settings["voice"]


def test_two_tabs_get_numbers_of_their_own(as_alice: Client, past: Conversation) -> None:
    for _ in range(2):
        go_on(as_alice, past)
    assert list(past.calls.values_list("number", flat=True)) == [1, 2, 3]


def test_it_ends_with_its_last_call(as_alice: Client, past: Conversation) -> None:
    two, three = [go_on(as_alice, past).json()["records_url"] for _ in range(2)]
    post(as_alice, two, end_reason="lost")
    past.refresh_from_db()
    assert past.ended_at is None
    post(as_alice, three, end_reason="ended")
    past.refresh_from_db()
    assert past.ended_at == past.calls.get(number=3).ended_at


def test_a_further_call_that_is_reserved_opens_nothing(
    as_alice: Client, past: Conversation
) -> None:
    assert reserve(as_alice, past).status_code == 201
    before, past = past, Conversation.objects.get()
    assert past.ended_at == before.ended_at
    assert past.calls.get(number=2).is_reserved
    post(as_alice, f"/api/calls/{past.calls.get(number=1).pk}/records", turns=[turn_json("z")])
    assert Conversation.objects.get().ended_at == before.ended_at


def test_a_reserved_further_call_goes_on_when_it_is_started(
    as_alice: Client, past: Conversation
) -> None:
    url = reserve(as_alice, past).json()["records_url"]
    post(as_alice, url, turns=[turn_json("c")], started_ms=7_000)
    found = Conversation.objects.get()
    assert found.ended_at is None
    assert found.started_at == past.started_at
    post(as_alice, url, started_ms=7_000, end_reason="ended")
    assert Conversation.objects.get().ended_at is not None


def test_reserved_calls_of_all_conversations_count_together(
    as_alice: Client, past: Conversation
) -> None:
    for status in (*[201] * MOST_RESERVED, 204):
        assert reserve(as_alice, past).status_code == status
    first = {"persona": str(past.persona_id)}
    answer = as_alice.post("/api/calls/reserved", first, content_type="application/json")
    assert answer.status_code == 204


def test_forgetting_what_was_never_started_leaves_what_was_said(
    as_alice: Client, past: Conversation
) -> None:
    reserve(as_alice, past)
    Call.objects.update(started_at=timezone.now() - timedelta(days=8))
    reserve(as_alice, past)
    assert past.calls.count() == 2
    assert past.turns.count() == 2


@pytest.mark.parametrize("more", ["", "/reserved"])
def test_a_refusal_of_the_provider_leaves_all_as_it_was(
    as_alice: Client, past: Conversation, provider: Any, more: str
) -> None:
    provider.replace(responses.POST, MINT, status=500)
    assert go_on(as_alice, past, more).status_code == 503
    assert past.calls.count() == 1
    assert Conversation.objects.get().ended_at == past.ended_at


def test_nobody_else_finds_it(
    client: Client, as_charlie: Client, as_admin: Client, past: Conversation
) -> None:
    for ask in (go_on, reserve, replay):
        assert ask(client, past).status_code == 401
        assert ask(as_charlie, past).status_code == 404
        assert ask(as_admin, past).status_code == 404
    assert past.calls.count() == 1


def test_another_site_cannot_go_on_with_it(alice: User, past: Conversation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert go_on(client, past).status_code == 403


def test_wishes_that_are_not_to_be_had_are_refused(as_alice: Client, past: Conversation) -> None:
    assert go_on(as_alice, past, voice="nobody").status_code == 422
    assert past.calls.count() == 1


def test_the_past_is_replayed_as_it_was_heard(as_alice: Client, past: Conversation) -> None:
    body = replay(as_alice, past).json()
    assert (body["turns"], body["left_out"]) == (2, 0)
    assert [item["content"][0] for item in body["items"]] == [
        {"type": "input_text", "text": "What colour is the sea?"},
        {"type": "output_text", "text": "It is"},
    ]


def test_what_has_no_words_or_may_still_change_is_not_replayed(
    as_alice: Client, past: Conversation
) -> None:
    past.calls.get().store(
        turns=[
            turn("c", position=3, state="failed", text=""),
            turn("d", position=4, state="pending", text="Half of a"),
            turn("e", position=5, role="assistant", state="interrupted", text=""),
        ]
    )
    body = replay(as_alice, past).json()
    assert (body["turns"], body["left_out"]) == (2, 0)


def test_a_long_past_costs_two_queries_and_reads_only_the_newest(
    as_alice: Client, past: Conversation, django_assert_num_queries: Any
) -> None:
    past.calls.get().store(turns=[turn(f"n{n}", position=10 + n) for n in range(400)])
    with django_assert_num_queries(5) as asked:  # session, user, conversation, turns, count
        body = replay(as_alice, past).json()
    assert "LIMIT 200" in asked[3]["sql"]
    assert (body["turns"], body["left_out"]) == (200, 202)
    assert body["items"][0]["role"] == "system"
