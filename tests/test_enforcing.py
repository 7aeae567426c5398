"""`manage.py enforce_limits`: calls that have passed a limit end, whatever their pages do."""

import logging
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from realtime_site.dotenv import BASE_DIR
from tests.support.processes import PATIENCE, environment
from tests.support.records import turn, usage_json
from voicechat import enforcing, housekeeping
from voicechat.limits import CHANGE_OVER
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

CALLS = "https://api.openai.com/v1/realtime/calls"


@pytest.fixture(autouse=True)
def provider() -> Any:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(f"{CALLS}/rtc_1/hangup")
        yield mock


@pytest.fixture
def going(call: Call) -> Call:
    """Alice's call, which began ten minutes ago and of which one has just heard."""
    call.store(provider_call_id="rtc_1", turns=[turn()])
    return began(call, minutes=10)


def began(call: Call, **time: float) -> Call:
    values = {"started_at": timezone.now() - timedelta(**time), "max_minutes": 60}
    Call.objects.filter(pk=call.pk).update(**values, heard_at=timezone.now())
    return Call.objects.get(pk=call.pk)


def enforce() -> tuple[int, int]:
    """Run the command; gives how many calls it ended, and how many it hung up."""
    output = StringIO()
    call_command("enforce_limits", stdout=output)
    ended, hung_up = (int(line.rpartition(" ")[2]) for line in output.getvalue().splitlines())
    return ended, hung_up


def later(**time: float) -> None:
    """Have time go by, as far as ends and hang-ups are concerned."""
    passed = timedelta(**time)
    for call in Call.objects.filter(ended_at=None):
        call.started_at -= passed
        call.deadline = call.deadline and call.deadline - passed
        call.save(update_fields=["started_at", "deadline"])
    for order in HangUp.objects.all():
        order.due_at -= passed
        order.save()


def test_a_call_within_its_limits_goes_on_and_its_end_is_known(going: Call) -> None:
    Limit.objects.create(minutes_per_day=30)
    assert enforce() == (0, 0)
    going.refresh_from_db()
    assert abs(going.deadline - timezone.now() - timedelta(minutes=20)) < timedelta(seconds=1)
    assert (going.limited_by, going.limit_amount) == ("minutes_per_day", 30)


def test_a_call_whose_time_is_over_is_hung_up_and_counted(going: Call, provider: Any) -> None:
    Limit.objects.create(minutes_per_call=10)
    assert enforce() == (0, 0)  # its own page gets a moment to end it with its last words
    later(seconds=5)
    assert enforce() == (1, 1)
    going.refresh_from_db()
    assert (going.end_reason, going.limited_by) == ("time_limit", "minutes_per_call")
    assert going.conversation.ended_at == going.ended_at
    assert 604 <= DayUsage.objects.seconds_on(None, site_day(going.started_at)) <= 607
    assert provider.calls[0].request.headers["Authorization"] == "Bearer sk-for-tests"
    assert enforce() == (0, 0)


def test_what_the_persona_allows_is_held_to_as_well(going: Call) -> None:
    Call.objects.update(max_minutes=9)
    assert enforce() == (1, 1)
    going.refresh_from_db()
    assert (going.end_reason, going.limited_by) == ("time_limit", "persona_minutes")


CHANGES: dict[str, Callable[[User], object]] = {
    "may_call": lambda alice: Limit.objects.create(user=alice, may_call=False),
    "inactive": lambda alice: User.objects.update(is_active=False),
    "minutes_per_day": lambda alice: Limit.objects.create(minutes_per_day=5),
    "site_minutes_per_day": lambda alice: SiteSettings(minutes_per_day=5).save(),
    "cost_per_month": lambda alice: Limit.objects.create(cost_per_month=Decimal(5)),
    "site_cost_per_month": lambda alice: SiteSettings(cost_per_month=Decimal(5)).save(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_an_admin_changes_holds_for_calls_that_go_on(
    going: Call, alice: User, change: str
) -> None:
    DayUsage.objects.create(
        day=site_day(timezone.now()), owner=alice, persona_name="", model="m", cost=6
    )
    assert enforce() == (0, 0)
    CHANGES[change](alice)
    enforce()
    later(seconds=5)
    enforce()
    going.refresh_from_db()
    assert going.end_reason == "limit"
    assert not HangUp.objects.exists()


def test_a_limit_that_is_raised_in_time_lets_a_call_go_on(going: Call) -> None:
    limit = Limit.objects.create(minutes_per_call=10)
    enforce()
    limit.minutes_per_call = 20
    limit.save()
    later(seconds=5)
    assert enforce() == (0, 0)


def test_money_that_the_call_itself_has_used_ends_it(as_alice: Client, going: Call) -> None:
    Limit.objects.create(cost_per_month=Decimal("0.01"))
    usage = [usage_json(audio_output=1_000)]
    url = f"/api/calls/{going.pk}/records"
    as_alice.post(url, {"usage": usage}, content_type="application/json")
    enforce()
    answer = as_alice.post(url, {}, content_type="application/json").json()
    assert answer["seconds_left"] == 0
    assert "this month's 0.01 US dollars" in answer["limit"]["over"]
    later(seconds=5)
    assert enforce() == (1, 1)


def test_of_calls_at_once_the_newest_are_ended(going: Call, alice: User, juniper: Persona) -> None:
    newer = Conversation.begin(alice, juniper, juniper.session_settings())
    Limit.objects.create(calls_at_once=1)
    enforce()
    later(seconds=5)
    assert enforce() == (1, 0)
    newer.refresh_from_db()
    going.refresh_from_db()
    assert (newer.end_reason, going.end_reason) == ("limit", "")


def test_an_id_that_is_reported_after_the_end_is_hung_up(going: Call, provider: Any) -> None:
    Call.objects.update(provider_call_id="", max_minutes=9)
    assert enforce() == (1, 0)
    Call.objects.get().store(provider_call_id="rtc_1")
    assert enforce() == (0, 1)


def test_to_a_page_that_is_cut_off_the_connection_seems_lost(going: Call) -> None:
    Call.objects.update(max_minutes=9)
    enforce()
    going.store(end_reason="lost", ended_ms=598_000)
    assert Call.objects.get().end_reason == "time_limit"
    going.store(end_reason="lost", ended_ms=60_000)  # it was, long before
    assert Call.objects.get().end_reason == "lost"


def test_a_call_of_which_nothing_was_heard_ended_when_it_was_heard_of_last(going: Call) -> None:
    heard_at = timezone.now() - timedelta(minutes=8)
    Call.objects.update(heard_at=heard_at, max_minutes=9)
    assert enforce() == (1, 1)
    going.refresh_from_db()
    assert (going.ended_at, going.end_reason) == (heard_at, "abandoned")
    # What its browser still has to say of the end goes before that.
    going.store(end_reason=Call.EndReason.PAGE_CLOSED, ended_ms=3 * 60_000)
    going.refresh_from_db()
    assert going.end_reason == "page_closed"


def test_a_call_makes_room_for_the_one_that_goes_on_from_it(going: Call, juniper: Persona) -> None:
    session = juniper.session_settings()
    began(going.conversation.open_call(session, first=going, max_minutes=60), seconds=100)
    assert enforce() == (0, 0)
    later(seconds=CHANGE_OVER.total_seconds() - 99)
    assert enforce() == (1, 1)
    going.refresh_from_db()
    assert going.end_reason == "rolled_over"
    assert going.conversation.ended_at is None


FAILURES: list[dict[str, Any]] = [
    {"status": 500},
    {"status": 429},
    {"status": 401},
    {"body": requests.ConnectionError()},
    {"body": requests.ReadTimeout()},
]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_hang_up_that_fails_is_tried_again_ever_less_often(
    going: Call, provider: Any, failure: dict[str, Any]
) -> None:
    provider.replace(responses.POST, f"{CALLS}/rtc_1/hangup", **failure)
    Call.objects.update(max_minutes=9)
    assert enforce() == (1, 0)
    pauses = []
    for _ in range(8):
        order = HangUp.objects.get()
        pauses.append(round((order.due_at - timezone.now()).total_seconds()))
        later(seconds=61)
        assert enforce() == (0, 0)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (1, 60)
    provider.replace(responses.POST, f"{CALLS}/rtc_1/hangup")
    later(seconds=61)
    assert enforce() == (0, 1)


def test_a_call_that_the_provider_does_not_know_any_more_is_as_good_as_hung_up(
    going: Call, provider: Any
) -> None:
    provider.replace(responses.POST, f"{CALLS}/rtc_1/hangup", status=404)
    Call.objects.update(max_minutes=9)
    assert enforce() == (1, 1)


def test_nobody_tries_for_longer_than_a_call_can_live(going: Call, provider: Any) -> None:
    provider.replace(responses.POST, f"{CALLS}/rtc_1/hangup", status=500)
    Call.objects.update(max_minutes=9)
    enforce()
    HangUp.objects.update(ordered_at=timezone.now() - timedelta(minutes=66))
    later(minutes=1)
    tries = len(provider.calls)
    enforce()
    assert len(provider.calls) == tries
    assert not HangUp.objects.exists()


@pytest.mark.parametrize("nonsense", ["../../models", "rtc_1/../x", "a?b", "ü"])
def test_what_is_no_id_becomes_no_address(going: Call, provider: Any, nonsense: str) -> None:
    Call.objects.update(provider_call_id=nonsense, max_minutes=9)
    enforce()
    assert not provider.calls
    assert not HangUp.objects.exists()


def test_neither_the_key_nor_what_was_said_is_logged(
    going: Call, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    Call.objects.update(max_minutes=9)
    enforce()
    assert "sk-for-tests" not in caplog.text
    assert "Good morning" not in caplog.text


@pytest.mark.parametrize("of", ["conversation", "account"])
def test_what_is_deleted_while_it_goes_on_is_hung_up_and_counted(
    going: Call, alice: User, of: str
) -> None:
    if of == "account":
        alice.delete()
    else:
        housekeeping.delete_for_good(Conversation.objects.all())
    assert enforce() == (0, 1)
    assert 600 <= DayUsage.objects.seconds_on(None, site_day(going.started_at)) <= 602


def test_what_was_reserved_or_has_ended_is_left_alone(going: Call, provider: Any) -> None:
    Call.objects.update(is_reserved=True, max_minutes=9)
    assert enforce() == (0, 0)
    Call.objects.update(is_reserved=False, ended_at=timezone.now(), end_reason="ended")
    assert enforce() == (0, 0)
    assert not provider.calls


def test_a_pass_costs_the_same_for_many_calls_as_for_few(
    going: Call, alice: User, charlie: User, juniper: Persona, django_assert_num_queries: Any
) -> None:
    Limit.objects.create(minutes_per_day=3000, cost_per_month=Decimal(50), calls_at_once=99)
    SiteSettings(minutes_per_day=6000, cost_per_month=Decimal(90), calls_at_once=99).save()
    for owner in (alice, charlie) * 10:
        call = Conversation.begin(owner, juniper, juniper.session_settings())
        began(call, minutes=5)
    enforcing.enforce()
    # calls, site, limits, seconds and cost of people, of the site; hang-ups
    with django_assert_num_queries(8):
        enforcing.enforce()


def test_a_pass_costs_next_to_nothing_where_nobody_talks(
    db: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        enforcing.enforce()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, "the end of standard input"])
def test_the_loop_goes_on_without_a_database_and_ends_when_it_is_told_to(
    tmp_path: Path, how: signal.Signals | str
) -> None:
    command = [sys.executable, "manage.py", "enforce_limits", "--loop", "--stop-with-stdin"]
    loop = subprocess.Popen(
        command,
        cwd=BASE_DIR,
        env=environment(DATABASE_URL=f"sqlite:///{tmp_path}/nothing.sqlite3"),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert loop.stdin
    assert loop.stderr
    assert "limits cannot be enforced now" in loop.stderr.readline()
    if isinstance(how, signal.Signals):
        loop.send_signal(how)
    else:
        loop.stdin.close()
    assert loop.wait(PATIENCE) == 0
    assert "Traceback" not in loop.stderr.read()
    loop.stdin.close()
    loop.stderr.close()
