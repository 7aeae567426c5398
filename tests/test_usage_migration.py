"""The migration that begins the ledger: what a site has used until then stays known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from voicechat.models import Call, DayUsage, Price, SpeechModel, Usage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BEFORE = "0012_people"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def before() -> Iterator[Apps]:
    """The site as it was; in the end it is as it is now, whatever happens."""
    call_command("migrate", "voicechat", BEFORE, verbosity=0)
    yield MigrationExecutor(connection).loader.project_state(("voicechat", BEFORE)).apps
    call_command("migrate", verbosity=0)


def used(apps: Apps, call: Any, at: datetime, **fields: Any) -> None:
    """Store what a call used, as it was stored then."""
    values = {"kind": "response", "model": call.model, "text_output": 10, "cost": Decimal("0.5")}
    number = apps.get_model("voicechat", "Usage").objects.count()
    values |= {"provider_id": str(number), "created_at": at}
    apps.get_model("voicechat", "Usage").objects.create(call=call, **values | fields)


def conversation(apps: Apps, name: str) -> Any:
    """Store one, in which the persona was called so."""
    user, _ = apps.get_model("voicechat", "User").objects.get_or_create(email="a@example.org")
    persona = apps.get_model("voicechat", "Persona").objects.get(name="Juniper")
    kept = {"persona": {"name": name}}
    kind = apps.get_model("voicechat", "Conversation")
    return kind.objects.create(owner=user, persona=persona, settings=kept)


def call(apps: Apps, of: Any, number: int, minutes: int, reason: str = "ended") -> Any:
    """Store a call of so many minutes, at noon."""
    times = {"started_at": NOON, "ended_at": NOON + timedelta(minutes=minutes)}
    values = {"number": number, "model": "gpt-realtime-2.1", "end_reason": reason}
    return apps.get_model("voicechat", "Call").objects.create(conversation=of, **values, **times)


def test_the_ledger_begins_with_what_is_stored(before: Apps) -> None:
    talk, renamed = conversation(before, "Juniper"), conversation(before, "Juno")
    first = call(before, talk, 1, minutes=2)
    call(before, talk, 2, minutes=3, reason="failed")
    second = call(before, renamed, 1, minutes=100)
    used(before, first, NOON)
    used(before, first, NOON, kind="transcription", model="whisper-1", seconds=1.5, cost=None)
    used(before, second, NOON)
    used(before, second, NOON + timedelta(days=1), cost=None)
    call_command("migrate", verbosity=0)
    found = {(row.day.day, row.model): row for row in DayUsage.objects.all()}
    of_day = found[4, "gpt-realtime-2.1"]
    assert (of_day.calls, of_day.seconds, of_day.responses) == (2, 62 * 60, 2)
    assert (of_day.cost, of_day.text_output, of_day.unpriced) == (Decimal(1), 20, 0)
    assert (of_day.owner.email, of_day.persona.name) == ("a@example.org", "Juniper")
    written = found[4, "whisper-1"]
    assert (written.transcriptions, written.transcribed_ms, written.unpriced) == (1, 1_500, 1)
    assert (found[5, "gpt-realtime-2.1"].calls, found[5, "gpt-realtime-2.1"].unpriced) == (0, 1)
    assert len(found) == 3
    assert sorted(Call.objects.values_list("counted_seconds", flat=True)) == [0, 120, 3_600]
    assert set(Usage.objects.values_list("used_at__day", flat=True)) == {4, 5}


def test_prices_hold_for_what_was_used_until_now(before: Apps) -> None:
    kind = before.get_model("voicechat", "SpeechModel")
    kind.objects.filter(name="gpt-realtime-2.1").update(text_input=Decimal("4.5"))
    kind.objects.create(name="whisper-1", **dict.fromkeys(PRICES, 7))
    call_command("migrate", verbosity=0)
    prices = Price.objects.book(["gpt-realtime-2.1"]).on(date(2026, 1, 1), "gpt-realtime-2.1")
    assert (prices.text_input, prices.audio_output) == (Decimal("4.5"), Decimal(64))
    # What an admin had added is theirs.
    assert SpeechModel.objects.get(name="whisper-1").purpose == "talks"
    assert Price.objects.get(model__name="whisper-1").text_input == 7
    assert SpeechModel.objects.filter(purpose="transcribes").count() == 3


PRICES = ("text_input", "text_cached", "text_output", "audio_input", "audio_cached", "audio_output")


def test_going_back_takes_the_newest_prices_along(before: Apps) -> None:
    call_command("migrate", verbosity=0)
    model = SpeechModel.objects.get(name="gpt-realtime-2.1")
    model.price_rows.create(since=date(2026, 6, 1), text_input=5)
    call_command("migrate", "voicechat", BEFORE, verbosity=0)
    found = before.get_model("voicechat", "SpeechModel").objects.get(name="gpt-realtime-2.1")
    assert (found.text_input, found.audio_output) == (5, 0)
    assert before.get_model("voicechat", "SpeechModel").objects.count() == 2
