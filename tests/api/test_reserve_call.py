"""POST /api/calls/reserved: a key ahead of a start that may not come."""

from datetime import timedelta
from typing import Any

import pytest
import responses
from django.test import Client
from django.utils import timezone

from tests.api.test_start_call import ANSWER, MINT
from tests.support.records import turn_json
from voicechat.admission import MOST_RESERVED
from voicechat.models import Call, Conversation, Persona


def reserve(client: Client, persona: Persona) -> Any:
    body = {"persona": str(persona.pk)}
    return client.post("/api/calls/reserved", body, content_type="application/json")


@pytest.fixture(autouse=True)
def provider() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(MINT, json=ANSWER)
        yield mock


def test_it_gives_what_a_start_gives_and_shows_nowhere(as_alice: Client, juniper: Persona) -> None:
    answer = reserve(as_alice, juniper)
    assert answer.status_code == 201
    assert answer.json()["client_secret"]["value"] == ANSWER["value"]
    assert Call.objects.get().is_reserved
    assert not as_alice.get("/history/").context["page"].conversations


def test_unused_keys_of_a_person_are_few(
    as_alice: Client, as_charlie: Client, juniper: Persona
) -> None:
    for _ in range(MOST_RESERVED):
        assert reserve(as_alice, juniper).status_code == 201
    assert reserve(as_alice, juniper).status_code == 204
    assert Call.objects.count() == MOST_RESERVED
    assert reserve(as_charlie, juniper).status_code == 201


def test_a_key_that_was_used_or_is_too_old_leaves_room(as_alice: Client, juniper: Persona) -> None:
    used, old, *_ = [reserve(as_alice, juniper).json() for _ in range(MOST_RESERVED)]
    as_alice.post(used["records_url"], {"started_ms": 5}, content_type="application/json")
    long_ago = timezone.now() - timedelta(minutes=2)
    Call.objects.filter(pk=old["call"]).update(started_at=long_ago)
    for status in (201, 201, 204):
        assert reserve(as_alice, juniper).status_code == status


def test_a_reserved_call_begins_when_it_is_started(as_alice: Client, juniper: Persona) -> None:
    url = reserve(as_alice, juniper).json()["records_url"]
    reserved_at = timezone.now() - timedelta(minutes=1)
    Call.objects.update(started_at=reserved_at)
    for _ in range(2):
        batch = {"turns": [turn_json("a")], "started_ms": 7_000}
        as_alice.post(url, batch, content_type="application/json")
    call = Call.objects.select_related("conversation").get()
    assert not call.is_reserved
    assert call.started_at == call.conversation.started_at == reserved_at + timedelta(seconds=7)


def test_when_it_was_started_may_be_heard_of_last(as_alice: Client, juniper: Persona) -> None:
    url = reserve(as_alice, juniper).json()["records_url"]
    reserved_at = timezone.now() - timedelta(hours=1)
    Call.objects.update(started_at=reserved_at)
    end = {"end_reason": "ended", "ended_ms": 60_000}
    for batch in ({"turns": [turn_json("a")]}, end, {"started_ms": 7_000}, {"started_ms": 7_000}):
        as_alice.post(url, batch, content_type="application/json")
    call = Call.objects.select_related("conversation").get()
    assert call.started_at == call.conversation.started_at == reserved_at + timedelta(seconds=7)
    assert call.ended_at == call.conversation.ended_at == reserved_at + timedelta(seconds=67)


def test_what_was_never_started_is_forgotten_in_time(as_alice: Client, juniper: Persona) -> None:
    reserve(as_alice, juniper)
    Call.objects.update(started_at=timezone.now() - timedelta(days=8))
    reserve(as_alice, juniper)
    assert Conversation.objects.count() == 1


def test_a_refusal_of_the_provider_leaves_nothing(
    as_alice: Client, juniper: Persona, provider: Any
) -> None:
    provider.replace(responses.POST, MINT, status=500)
    assert reserve(as_alice, juniper).status_code == 503
    assert not Conversation.objects.exists()
