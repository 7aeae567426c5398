"""What a person may still use, on their own page of usage."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from voicechat.models import Call, Conversation, DayUsage, Limit, Persona, User
from voicechat.models.ledger import site_day
from voicechat.usage.remaining import remaining


def used(user: User, **amounts: object) -> None:
    DayUsage.objects.create(owner=user, day=site_day(timezone.now()), model="m", **amounts)


def words(user: User) -> list[tuple[str, str]]:
    return [(each.title, each.words) for each in remaining(user, timezone.now())]


def test_without_limits_nothing_is_said(as_alice: Client, alice: User) -> None:
    assert words(alice) == []
    assert "What you may still use" not in as_alice.get("/usage/").content.decode()


def test_what_is_left_of_a_day_and_of_a_month_is_said(as_alice: Client, alice: User) -> None:
    Limit.objects.create(user=alice, minutes_per_day=30, cost_per_month=Decimal(5))
    used(alice, seconds=12 * 60, cost=Decimal("1.25"))
    assert words(alice) == [
        ("Today", "18 min of 30 min left"),
        ("This month", "$3.75 of $5.00 left"),
    ]
    page = as_alice.get("/usage/").content.decode()
    assert "What you may still use" in page
    assert "18 min of 30 min left" in page


def test_a_call_under_way_counts(alice: User, juniper: Persona) -> None:
    Limit.objects.create(user=alice, minutes_per_day=30)
    call = Conversation.begin(alice, juniper, juniper.session_settings())
    now = timezone.now()
    if site_day(now - timedelta(minutes=10)) != site_day(now):
        now += timedelta(minutes=10)  # shortly after midnight
    Call.objects.filter(pk=call.pk).update(started_at=now - timedelta(minutes=10), heard_at=now)
    (today,) = remaining(alice, now)
    assert today.words == "20 min of 30 min left"


def test_what_is_used_up_is_nothing_and_not_less(alice: User) -> None:
    group = Group.objects.create(name="Class 7")
    alice.groups.add(group)
    Limit.objects.create(group=group, minutes_per_day=10, cost_per_month=Decimal(1))
    used(alice, seconds=11 * 60, cost=Decimal(2))
    assert words(alice) == [
        ("Today", "0 min of 10 min left"),
        ("This month", "$0.00 of $1.00 left"),
    ]


def test_other_months_do_not_speak_of_it(as_alice: Client, alice: User) -> None:
    Limit.objects.create(user=alice, minutes_per_day=30)
    DayUsage.objects.create(owner=alice, day="2026-01-05", model="m", seconds=60)
    assert "What you may still use" not in as_alice.get("/usage/2026-01/").content.decode()
