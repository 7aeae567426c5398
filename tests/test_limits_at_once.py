"""Starts at once, each over a connection of its own, on whatever database is used."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import responses
from django.test import Client
from django.utils import timezone

from tests.api.test_start_call import ANSWER, MINT
from tests.test_concurrency import at_once
from voicechat import enforcing
from voicechat.models import Call, Conversation, HangUp, Limit, Persona, SiteSettings, User

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

STARTS = 20
HANG_UP = "https://api.openai.com/v1/realtime/calls/rtc_1/hangup"


@pytest.fixture
def provider() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def start_at_once(people: list[User], persona: Persona, path: str = "/api/calls") -> Counter[int]:
    """Have so many start at the same moment; gives how often each status was answered."""
    tabs = [Client() for _ in people]
    for client, user in zip(tabs, people, strict=True):
        client.force_login(user)
    body = {"persona": str(persona.pk)}

    def start(number: int) -> int:
        return tabs[number].post(path, body, content_type="application/json").status_code

    return Counter(at_once(start, len(people)))


@pytest.mark.parametrize("attempt", range(3))
def test_of_twenty_starts_at_once_by_a_user_allowed_one_exactly_one_gets_a_key(
    alice: User, juniper: Persona, provider: Any, attempt: int
) -> None:
    mint = provider.post(MINT, json=ANSWER)
    Limit.objects.create(user=alice, calls_at_once=1)
    assert start_at_once([alice] * STARTS, juniper) == {201: 1, 403: STARTS - 1}
    assert len(mint.calls) == 1
    assert Conversation.objects.count() == Call.objects.count() == 1


def test_so_it_is_with_keys_that_are_asked_for_ahead(
    alice: User, juniper: Persona, provider: Any
) -> None:
    mint = provider.post(MINT, json=ANSWER)
    Limit.objects.create(user=alice, calls_at_once=1)
    ahead = start_at_once([alice] * STARTS, juniper, "/api/calls/reserved")
    assert ahead == {201: 1, 204: STARTS - 1}
    assert len(mint.calls) == 1


def test_the_sites_last_line_is_given_to_one_person(
    alice: User, charlie: User, admin: User, juniper: Persona, provider: Any
) -> None:
    mint = provider.post(MINT, json=ANSWER)
    SiteSettings(calls_at_once=1).save()
    people = [alice, charlie, admin] * 4
    assert start_at_once(people, juniper) == {201: 1, 429: len(people) - 1}
    assert len(mint.calls) == 1


def test_several_nodes_end_each_call_once_and_hang_it_up_once(call: Call, provider: Any) -> None:
    hung_up = provider.post(HANG_UP)
    call.store(provider_call_id="rtc_1")
    Call.objects.update(started_at=timezone.now() - timedelta(hours=2), max_minutes=60)
    passes = at_once(lambda _: enforcing.enforce(), 4)
    passes.append(enforcing.enforce())
    assert [sum(counts) for counts in zip(*passes, strict=True)] == [1, 1]
    assert len(hung_up.calls) == 1
    assert not HangUp.objects.exists()


@pytest.mark.parametrize("attempt", range(3))
def test_a_report_and_the_end_of_a_call_at_once_do_not_wait_for_each_other(
    alice: User, juniper: Persona, provider: Any, attempt: int
) -> None:
    provider.post(MINT, json=ANSWER)
    Limit.objects.create(user=alice, calls_at_once=1)
    client = Client()
    client.force_login(alice)
    body = {"persona": str(juniper.pk)}

    def begin(over: str | None) -> Any:
        return client.post("/api/calls", body | {"over": over}, content_type="application/json")

    first = begin(None).json()["call"]

    def report_or_start(number: int) -> int:
        if number:
            return int(begin(first).status_code)
        url, end = f"/api/calls/{first}/records", {"end_reason": "ended", "ended_ms": 1}
        return client.post(url, end, content_type="application/json").status_code

    assert at_once(report_or_start, 2) == [200, 201]
    assert Call.objects.get(pk=first).end_reason == "ended"
    assert Call.objects.filter(ended_at=None).count() == 1
