"""The migration that brings limits: what was set before goes on to hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from voicechat.models import Call, Limit

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BEFORE = "0014_usage"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def before() -> Iterator[Apps]:
    """The site as it was; in the end it is as it is now, whatever happens."""
    call_command("migrate", "voicechat", BEFORE, verbosity=0)
    yield MigrationExecutor(connection).loader.project_state(("voicechat", BEFORE)).apps
    call_command("migrate", verbosity=0)


def test_what_people_were_allowed_and_when_calls_were_heard_of_stays_known(before: Apps) -> None:
    user = before.get_model("voicechat", "User").objects.create(
        email="a@example.org", max_call_minutes=20
    )
    before.get_model("voicechat", "User").objects.create(email="b@example.org")
    conversation = before.get_model("voicechat", "Conversation").objects.create(
        owner=user, settings={}
    )
    calls = before.get_model("voicechat", "Call").objects
    values = {"conversation": conversation, "model": "m", "started_at": NOON}
    heard = calls.create(number=1, **values)
    calls.create(number=2, **values)
    before.get_model("voicechat", "Turn").objects.create(
        conversation=conversation,
        call=heard,
        item_id="i",
        position=1,
        role="user",
        state="final",
        created_at=NOON + timedelta(minutes=3),
    )
    call_command("migrate", verbosity=0)
    assert list(Limit.objects.values_list("user__email", "minutes_per_call")) == [
        ("a@example.org", 20)
    ]
    heard_at = list(Call.objects.order_by("number").values_list("heard_at", flat=True))
    assert heard_at == [NOON + timedelta(minutes=3), None]
    call_command("migrate", "voicechat", BEFORE, verbosity=0)
    users = before.get_model("voicechat", "User").objects.order_by("email")
    assert list(users.values_list("max_call_minutes", flat=True)) == [20, None]
