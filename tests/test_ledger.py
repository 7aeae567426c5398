"""The ledger: what was used on each day, whatever becomes of the conversations."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.archives import exported, fill, upload
from tests.support.records import turn
from voicechat import housekeeping
from voicechat.leaving import delete_account
from voicechat.models import Call, Conversation, DayUsage, Persona, User
from voicechat.models.ledger import site_day
from voicechat.realtime.prices import Tokens
from voicechat.records import UsageRecord

TODAY = site_day(timezone.now())
SPOKEN = Tokens(audio_output=1_000)  # × $64 a million


def response(provider_id: str = "resp_1", **fields: Any) -> UsageRecord:
    return UsageRecord(provider_id=provider_id, kind="response", tokens=SPOKEN, **fields)


@pytest.fixture(autouse=True)
def _an_hour_ago(call: Call) -> None:
    _begun(call, timedelta(minutes=59))


def _begun(call: Call, ago: timedelta) -> None:
    Call.objects.filter(pk=call.pk).update(started_at=timezone.now() - ago)
    call.refresh_from_db()


@pytest.mark.parametrize(
    ("time_zone", "day"), [("UTC", 4), ("Pacific/Kiritimati", 5), ("Etc/GMT+12", 3)]
)
def test_days_are_those_of_the_site(settings: Any, time_zone: str, day: int) -> None:
    settings.TIME_ZONE = time_zone
    assert site_day(datetime(2026, 5, 4, 11, tzinfo=UTC)) == date(2026, 5, day)


def test_usage_and_ends_are_added_up_on_their_day(alice: User, call: Call) -> None:
    now = timezone.now()
    at_ms = (now - call.started_at) // timedelta(milliseconds=1)
    call.store(usage=[response(at_ms=at_ms), response("resp_2", at_ms=at_ms)])
    call.store(end_reason=Call.EndReason.ENDED, ended_ms=90_000)
    rows = DayUsage.objects.filter(owner=alice)
    assert sum(row.cost for row in rows) == Decimal("0.128")
    assert DayUsage.objects.cost_since(alice, site_day(now)) == Decimal("0.128")
    assert DayUsage.objects.seconds_on(alice, site_day(call.started_at)) == 90


def test_queries_of_one_person_and_of_all(alice: User, charlie: User, call: Call) -> None:
    call.store(usage=[response()], end_reason=Call.EndReason.ENDED, ended_ms=90_000)
    day = site_day(call.started_at)
    assert (
        DayUsage.objects.seconds_on(charlie, day) == DayUsage.objects.cost_since(charlie, day) == 0
    )
    assert DayUsage.objects.seconds_on(None, day) == 90
    assert DayUsage.objects.seconds_on(None, day - timedelta(days=1)) == 0
    assert DayUsage.objects.cost_since(None, day) == Decimal("0.064")


def talked() -> list[tuple[int, int]]:
    return list(DayUsage.objects.values_list("calls", "seconds"))


def test_the_same_reports_again_add_nothing(call: Call) -> None:
    for _ in range(2):
        call.store(usage=[response()], end_reason=Call.EndReason.ENDED, ended_ms=90_000)
    assert talked() == [(1, 90)]
    assert DayUsage.objects.get().responses == 1


def test_a_better_end_adjusts_what_was_counted(call: Call) -> None:
    call.store(end_reason=Call.EndReason.PAGE_CLOSED, ended_ms=90_000)
    call.store(end_reason=Call.EndReason.ENDED, ended_ms=40_000)
    assert talked() == [(1, 40)]
    call.refresh_from_db()
    assert call.counted_seconds == 40


def test_a_call_that_did_not_come_to_be_is_none(call: Call) -> None:
    call.store(end_reason=Call.EndReason.FAILED, ended_ms=10_000)
    assert talked() == []
    call.store(end_reason=Call.EndReason.ENDED, ended_ms=9_000)
    assert talked() == [(1, 9)]
    call.store(end_reason=Call.EndReason.FAILED, ended_ms=8_000)
    assert talked() == [(0, 0)]


def test_no_call_counts_for_longer_than_one_can_be(call: Call) -> None:
    _begun(call, timedelta(days=2))
    call.store(end_reason=Call.EndReason.ENDED)
    assert talked() == [(1, 3600)]


def test_an_abandoned_call_is_counted_when_it_is_closed(call: Call) -> None:
    call.store(turns=[turn()], provider_call_id="rtc_1")
    _begun(call, timedelta(hours=3))
    Call.objects.update(heard_at=call.started_at + timedelta(minutes=2))
    housekeeping.close_abandoned_calls()
    assert talked() == [(1, 120)]
    call.refresh_from_db()
    call.store(end_reason=Call.EndReason.LOST, ended_ms=180_000)
    assert talked() == [(1, 180)]


def test_a_start_that_is_heard_of_late_takes_its_call_to_another_day(
    call: Call,
) -> None:
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    Call.objects.update(started_at=midnight - timedelta(seconds=20))
    call.store(end_reason=Call.EndReason.ENDED, ended_ms=5_000)
    yesterday, today = site_day(midnight) - timedelta(days=1), site_day(midnight)
    assert DayUsage.objects.seconds_on(None, yesterday) == 5
    call.store(started_ms=30_000)
    assert DayUsage.objects.seconds_on(None, yesterday) == 0
    assert DayUsage.objects.seconds_on(None, today) == 5


def test_it_outlives_conversation_persona_and_account(
    alice: User, juniper: Persona, call: Call
) -> None:
    call.store(usage=[response()], end_reason=Call.EndReason.ENDED, ended_ms=90_000)
    housekeeping.delete_for_good(Conversation.objects.all())
    juniper.delete()
    delete_account(alice)
    row = DayUsage.objects.get()
    assert (row.owner, row.persona, row.persona_name) == (None, None, "Juniper")
    assert (row.seconds, row.cost) == (90, Decimal("0.064"))


@pytest.mark.parametrize("how", ["conversation", "account"])
def test_a_call_that_is_deleted_before_its_end_counts(alice: User, call: Call, how: str) -> None:
    call.store(turns=[turn()], provider_call_id="rtc_1")
    Call.objects.update(heard_at=call.started_at + timedelta(minutes=2))
    persona = call.conversation.persona
    Conversation.begin(alice, persona, persona.session_settings(), is_reserved=True)
    if how == "conversation":
        housekeeping.delete_for_good(Conversation.objects.all())
    else:
        alice.delete()
    assert talked() == [(1, 120)]


def test_what_comes_after_its_persona_is_gone_joins_what_came_before(
    juniper: Persona, call: Call
) -> None:
    call.store(usage=[response(at_ms=0)])
    juniper.delete()
    call.store(usage=[response("resp_2", at_ms=0)], end_reason=Call.EndReason.ENDED, ended_ms=0)
    row = DayUsage.objects.get()
    assert (row.persona, row.persona_name, row.responses, row.calls) == (None, "Juniper", 2, 1)


def test_an_import_is_no_new_spending(as_alice: Client, call: Call) -> None:
    file = exported(as_alice, fill(call))
    Conversation.objects.all().delete()
    DayUsage.objects.all().delete()
    upload(as_alice, file)
    imported = Conversation.objects.get().calls.first()
    assert imported is not None
    imported.store(end_reason=Call.EndReason.ENDED, ended_ms=0)
    assert not DayUsage.objects.exists()
