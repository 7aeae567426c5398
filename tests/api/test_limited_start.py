"""Limits at a start: what stands in the way of a call, and what does not."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import responses
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from tests.api.test_start_call import ANSWER, MINT
from voicechat.models import (
    Call,
    Conversation,
    DayUsage,
    HangUp,
    Limit,
    Persona,
    SiteSettings,
    User,
)
from voicechat.models.ledger import site_day

JSON = "application/json"


@pytest.fixture(autouse=True)
def provider() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(MINT, json=ANSWER)
        yield mock


def start(client: Client, persona: Persona, **more: Any) -> Any:
    return client.post("/api/calls", {"persona": str(persona.pk), **more}, content_type=JSON)


def reserve(client: Client, persona: Persona) -> Any:
    return client.post("/api/calls/reserved", {"persona": str(persona.pk)}, content_type=JSON)


def go_on(client: Client, call: Call | str, **more: Any) -> Any:
    found = Call.objects.get(pk=getattr(call, "pk", call))
    url = f"/api/conversations/{found.conversation_id}/calls"
    return client.post(url, more, content_type=JSON)


def report(client: Client, call: str, **batch: Any) -> Any:
    return client.post(f"/api/calls/{call}/records", batch, content_type=JSON)


def used(user: User | None, *, minutes: float = 0, cost: str = "0") -> None:
    """Have somebody have talked today."""
    DayUsage.objects.create(
        day=site_day(timezone.now()),
        owner=user,
        persona_name="Juniper",
        model="m",
        seconds=round(minutes * 60),
        cost=Decimal(cost),
    )


def ago(call: str, **time: float) -> None:
    """Have a call have begun, and been heard of last, so long ago."""
    then = timezone.now() - timedelta(**time)
    Call.objects.filter(pk=call).update(started_at=then, heard_at=then)


def refused(answer: Any, code: str, words: str, status: int = 403) -> None:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, f"limit_{code}")
    assert words in error["message"]


def test_a_limit_of_everybody_of_a_group_or_of_ones_own_shortens_the_call(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    def left() -> int:
        return start(as_alice, juniper).json()["seconds_left"]

    Limit.objects.create(minutes_per_call=5)
    assert 298 <= left() <= 300
    family = Group.objects.create(name="Family")
    alice.groups.add(family)
    Limit.objects.create(group=family, minutes_per_call=9)
    assert 538 <= left() <= 540
    Limit.objects.create(user=alice, minutes_per_call=2)
    answer = start(as_alice, juniper).json()
    assert 118 <= answer["seconds_left"] <= 120
    assert answer["limit"]["over"].startswith("A call may last 2 minutes here.")
    assert answer["limit"]["end_reason"] == "time_limit"


def test_a_limit_of_another_group_or_person_is_none_of_ones_own(
    as_alice: Client, charlie: User, juniper: Persona
) -> None:
    Limit.objects.create(group=Group.objects.create(name="Class"), may_call=False)
    Limit.objects.create(user=charlie, may_call=False)
    assert start(as_alice, juniper).status_code == 201


def test_whoever_may_not_call_gets_no_key(
    as_alice: Client, alice: User, juniper: Persona, provider: Any
) -> None:
    Limit.objects.create(may_call=False)
    refused(start(as_alice, juniper), "may_call", "ask whoever runs this site")
    assert reserve(as_alice, juniper).status_code == 204
    assert not provider.calls
    assert not Conversation.objects.exists()


def test_what_a_day_has_is_used_by_calls_that_ended_and_by_those_that_go_on(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    Limit.objects.create(minutes_per_day=30)
    used(alice, minutes=20)
    first = start(as_alice, juniper).json()
    assert 598 <= first["seconds_left"] <= 600
    assert first["limit"]["near"] == ["5 minutes left today.", "1 minute left today."]
    ago(first["call"], minutes=1)
    # Nine minutes, which two calls use up together.
    assert 268 <= start(as_alice, juniper).json()["seconds_left"] <= 270
    used_up = DayUsage.objects.filter(owner=alice)
    used_up.update(seconds=1800)
    refused(start(as_alice, juniper), "minutes_per_day", "You have used today's 30 minutes.")


def test_what_was_used_before_today_or_by_others_does_not_count(
    as_alice: Client, charlie: User, alice: User, juniper: Persona
) -> None:
    Limit.objects.create(minutes_per_day=30)
    used(charlie, minutes=40)
    used(alice, minutes=40)
    DayUsage.objects.filter(owner=alice).update(day=site_day(timezone.now()) - timedelta(days=1))
    assert 1798 <= start(as_alice, juniper).json()["seconds_left"] <= 1800


def test_a_months_money_is_not_spent_twice(
    as_alice: Client, as_charlie: Client, alice: User, juniper: Persona
) -> None:
    Limit.objects.create(cost_per_month=Decimal(5))
    used(alice, cost="4.99")
    assert start(as_alice, juniper).status_code == 201
    DayUsage.objects.update(cost=Decimal("5.01"))
    refused(start(as_alice, juniper), "cost_per_month", "this month's 5.00 US dollars")
    assert start(as_charlie, juniper).status_code == 201


def test_the_site_has_totals(
    as_alice: Client, as_charlie: Client, alice: User, juniper: Persona
) -> None:
    SiteSettings(minutes_per_day=60, cost_per_month=Decimal(10), calls_at_once=1).save()
    used(None, minutes=10, cost="10")  # of somebody who has left
    refused(start(as_alice, juniper), "site_cost_per_month", "This month's money")
    DayUsage.objects.update(cost=0)
    first = start(as_alice, juniper).json()
    assert 2998 <= first["seconds_left"] <= 3000
    refused(start(as_charlie, juniper), "site_calls_at_once", "All lines", status=429)
    report(as_alice, first["call"], end_reason="ended")
    DayUsage.objects.update(seconds=3600)
    refused(start(as_charlie, juniper), "site_minutes_per_day", "tomorrow")


@pytest.fixture
def one_at_once(db: None) -> None:
    Limit.objects.create(calls_at_once=1)


@pytest.mark.usefixtures("one_at_once")
def test_a_call_in_another_tab_is_in_the_way_until_it_ends(
    as_alice: Client, as_charlie: Client, juniper: Persona
) -> None:
    first = start(as_alice, juniper).json()
    refused(start(as_alice, juniper), "calls_at_once", "in another tab or on another device")
    assert start(as_charlie, juniper).status_code == 201
    report(as_alice, first["call"], end_reason="ended")
    assert start(as_alice, juniper).status_code == 201


@pytest.mark.usefixtures("one_at_once")
def test_a_call_that_its_own_page_says_is_over_is_not_in_the_way(
    as_alice: Client, as_charlie: Client, juniper: Persona
) -> None:
    first = start(as_alice, juniper).json()["call"]
    report(as_alice, first, provider_call_id="rtc_1")
    assert start(as_charlie, juniper, over=first).status_code == 201
    assert Call.objects.get(pk=first).ended_at is None  # which is nobody else's to say
    assert start(as_alice, juniper, over=first).status_code == 201
    over = Call.objects.get(pk=first)
    assert over.end_reason == "ended"
    assert HangUp.objects.get().due_at > timezone.now()  # its last words are still written down


@pytest.mark.usefixtures("one_at_once")
def test_a_call_of_which_nothing_was_heard_is_ended_rather_than_in_the_way(
    as_alice: Client, juniper: Persona
) -> None:
    first = start(as_alice, juniper).json()["call"]
    report(as_alice, first, provider_call_id="rtc_1")
    ago(first, minutes=1.9)
    assert start(as_alice, juniper).status_code == 403
    ago(first, minutes=2.1)
    assert start(as_alice, juniper).status_code == 201
    gone = Call.objects.get(pk=first)
    assert (gone.end_reason, gone.ended_at) == ("abandoned", gone.heard_at)
    assert HangUp.objects.get().provider_call_id == "rtc_1"


@pytest.mark.usefixtures("one_at_once")
def test_a_call_that_is_heard_of_again_and_again_is_not_stale(
    as_alice: Client, juniper: Persona
) -> None:
    first = start(as_alice, juniper).json()["call"]
    ago(first, minutes=10)
    assert report(as_alice, first).status_code == 200
    assert start(as_alice, juniper).status_code == 403


@pytest.mark.usefixtures("one_at_once")
def test_a_key_that_is_asked_for_ahead_takes_a_place_but_not_from_its_own_person(
    as_alice: Client, juniper: Persona
) -> None:
    assert reserve(as_alice, juniper).status_code == 201
    assert reserve(as_alice, juniper).status_code == 204  # another tab
    first = start(as_alice, juniper)  # with another choice, so that the key is not used
    assert first.status_code == 201
    assert reserve(as_alice, juniper).status_code == 204


@pytest.mark.usefixtures("one_at_once")
def test_a_key_that_was_used_is_in_the_way_as_any_call(as_alice: Client, juniper: Persona) -> None:
    reserved = reserve(as_alice, juniper).json()["call"]
    report(as_alice, reserved, started_ms=500)
    assert start(as_alice, juniper).status_code == 403


def test_a_key_that_is_asked_for_ahead_takes_a_place_of_the_site(
    as_alice: Client, as_charlie: Client, juniper: Persona
) -> None:
    SiteSettings(calls_at_once=1).save()
    reserved = reserve(as_alice, juniper).json()["call"]
    assert start(as_charlie, juniper).status_code == 429
    assert reserve(as_charlie, juniper).status_code == 204
    Call.objects.filter(pk=reserved).update(started_at=timezone.now() - timedelta(seconds=61))
    assert start(as_charlie, juniper).status_code == 201


def test_the_time_of_a_key_that_waited_counts_from_its_start(
    as_alice: Client, juniper: Persona
) -> None:
    reserved = reserve(as_alice, juniper).json()["call"]
    Call.objects.update(
        started_at=timezone.now() - timedelta(seconds=40),
        deadline=timezone.now() + timedelta(seconds=3560),
    )
    assert 3598 <= report(as_alice, reserved, started_ms=40_000).json()["seconds_left"] <= 3600


@pytest.mark.usefixtures("one_at_once")
def test_what_goes_on_is_not_in_its_own_way_and_ends_when_it_would_have(
    as_alice: Client, juniper: Persona
) -> None:
    first = start(as_alice, juniper).json()["call"]
    ago(first, minutes=50)
    report(as_alice, first)
    further = go_on(as_alice, first, after=first)
    assert further.status_code == 201
    assert 598 <= further.json()["seconds_left"] <= 600
    third = go_on(as_alice, first, after=further.json()["call"]).json()
    assert 598 <= third["seconds_left"] <= 600
    # At most two calls of a sitting go on: the one that it is in, and the one that takes over.
    assert Call.objects.get(pk=first).end_reason == "rolled_over"
    assert Call.objects.get(pk=further.json()["call"]).ended_at is None


@pytest.mark.usefixtures("one_at_once")
def test_a_try_to_go_on_that_came_to_nothing_is_not_in_the_way_of_the_next(
    as_alice: Client, juniper: Persona
) -> None:
    first = start(as_alice, juniper).json()["call"]
    tried = go_on(as_alice, first, after=first).json()["call"]
    assert go_on(as_alice, first, after=first).status_code == 201
    assert Call.objects.get(pk=first).ended_at is None
    assert Call.objects.get(pk=tried).ended_at


def test_nobody_goes_on_past_the_end(as_alice: Client, juniper: Persona) -> None:
    first = start(as_alice, juniper).json()["call"]
    ago(first, minutes=61)
    Call.objects.update(ended_at=timezone.now(), end_reason="time_limit")
    refused(go_on(as_alice, first, after=first), "persona_minutes", "may last 60 minutes")
    assert go_on(as_alice, first).status_code == 201  # a new start has a time of its own


def test_what_was_lost_long_ago_is_begun_anew(as_alice: Client, juniper: Persona) -> None:
    first = start(as_alice, juniper).json()["call"]
    ago(first, minutes=59)
    Call.objects.update(ended_at=timezone.now() - timedelta(minutes=6), end_reason="lost")
    assert go_on(as_alice, first, after=first).json()["seconds_left"] >= 3598


def test_nothing_goes_on_that_an_admin_has_ended(as_alice: Client, juniper: Persona) -> None:
    first = start(as_alice, juniper).json()["call"]
    Call.objects.update(ended_at=timezone.now(), end_reason="admin")
    answer = go_on(as_alice, first, after=first)
    assert answer.status_code == 403
    assert "runs this site has ended this call" in answer.json()["error"]["message"]


def test_one_goes_on_only_from_calls_of_the_same_conversation(
    as_alice: Client, as_charlie: Client, juniper: Persona
) -> None:
    theirs = start(as_charlie, juniper).json()["call"]
    own = start(as_alice, juniper).json()["call"]
    assert go_on(as_alice, own, after=theirs).status_code == 201
    assert Call.objects.get(pk=theirs).ended_at is None
    assert not Call.objects.exclude(first=None).exists()


@pytest.mark.usefixtures("one_at_once")
def test_what_the_provider_refuses_takes_no_place(
    as_alice: Client, juniper: Persona, provider: Any
) -> None:
    provider.replace(responses.POST, MINT, status=500)
    assert start(as_alice, juniper).status_code == 503
    assert not DayUsage.objects.exists()
    provider.replace(responses.POST, MINT, json=ANSWER)
    assert start(as_alice, juniper).status_code == 201


def test_a_report_says_how_much_time_is_left(as_alice: Client, juniper: Persona) -> None:
    Limit.objects.create(minutes_per_day=30)
    call = start(as_alice, juniper).json()["call"]
    answer = report(as_alice, call).json()
    assert 1798 <= answer["seconds_left"] <= 1800
    assert answer["limit"]["over"].startswith("You have used today's 30 minutes.")
    report(as_alice, call, end_reason="ended")
    assert report(as_alice, call).json()["seconds_left"] == 0


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("admin", "Somebody who runs this site has ended this call."),
        ("abandoned", "This call has been ended elsewhere."),
        ("time_limit", "A call with this persona may last 60 minutes."),
    ],
)
def test_a_page_that_does_not_know_that_its_call_is_over_is_told(
    as_alice: Client, juniper: Persona, reason: str, words: str
) -> None:
    call = start(as_alice, juniper).json()["call"]
    Call.objects.update(ended_at=timezone.now(), end_reason=reason)
    answer = report(as_alice, call).json()
    assert (answer["seconds_left"], answer["limit"]["end_reason"]) == (0, reason)
    assert words in answer["limit"]["over"]


def test_a_start_costs_few_queries_however_many_calls_there_are(
    as_alice: Client, as_charlie: Client, juniper: Persona, django_assert_num_queries: Any
) -> None:
    Limit.objects.create(minutes_per_day=3000, cost_per_month=Decimal(50), calls_at_once=99)
    SiteSettings(minutes_per_day=6000, cost_per_month=Decimal(90), calls_at_once=99).save()
    for _ in range(9):
        start(as_charlie, juniper)
    # session, user, persona, its tools; savepoint, person's lock, site, its lock, calls, places
    # held, limits, seconds and cost of the person, of the site; then the rows, and the release
    with django_assert_num_queries(18):
        start(as_alice, juniper)
