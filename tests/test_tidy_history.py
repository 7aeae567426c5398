"""`manage.py tidy_history`: conversations that are kept no longer."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.support.archives import fill
from tests.support.records import turn
from voicechat import housekeeping
from voicechat.models import (
    Call,
    Conversation,
    Persona,
    SearchLine,
    SiteSettings,
    Turn,
    Usage,
    User,
)


def tidy() -> tuple[int, int]:
    """Run the command; gives how many it deleted that were deleted before, and that were old."""
    output = StringIO()
    call_command("tidy_history", stdout=output)
    deleted, old = (int(line.rpartition(" ")[2]) for line in output.getvalue().splitlines())
    return deleted, old


def ended(owner: User, persona: Persona, *, days: float, deleted: float | None = None) -> None:
    """A conversation that ended, and was perhaps deleted, so long ago."""
    call = Conversation.begin(owner, persona, persona.session_settings())
    call.store(turns=[turn()], end_reason="ended")
    now = timezone.now()
    Conversation.objects.filter(pk=call.conversation_id).update(
        ended_at=now - timedelta(days=days),
        deleted_at=None if deleted is None else now - timedelta(days=deleted),
    )


def test_what_was_deleted_goes_after_thirty_days(alice: User, juniper: Persona) -> None:
    ended(alice, juniper, days=90, deleted=29.9)
    ended(alice, juniper, days=90, deleted=30.1)
    ended(alice, juniper, days=90)
    assert [tidy(), tidy()] == [(1, 0), (0, 0)]
    assert Conversation.objects.count() == 2


def test_all_is_kept_unless_the_admin_says_otherwise(alice: User, juniper: Persona) -> None:
    ended(alice, juniper, days=5_000)
    SiteSettings.objects.create(keep_days=None)
    assert tidy() == (0, 0)


def test_what_is_older_than_the_admin_says_goes_counted_from_its_end(
    alice: User, juniper: Persona
) -> None:
    SiteSettings.objects.create(keep_days=7)
    ended(alice, juniper, days=6.9)
    ended(alice, juniper, days=7.1)
    Conversation.objects.update(started_at=timezone.now() - timedelta(days=70), is_starred=True)
    assert [tidy(), tidy()] == [(0, 1), (0, 0)]


def test_a_conversation_that_goes_on_is_left_alone(call: Call) -> None:
    SiteSettings.objects.create(keep_days=1)
    Conversation.objects.update(started_at=timezone.now() - timedelta(days=3))
    assert tidy() == (0, 0)


def test_neither_does_one_go_that_is_about_to_go_on(alice: User, juniper: Persona) -> None:
    SiteSettings.objects.create(keep_days=7)
    ended(alice, juniper, days=8)
    further = Conversation.objects.get().open_call(juniper.session_settings(), is_reserved=True)
    assert tidy() == (0, 0)
    Call.objects.filter(pk=further.pk).update(started_at=timezone.now() - timedelta(days=2))
    assert tidy() == (0, 1)


def test_nothing_is_left_of_what_goes(call: Call) -> None:
    fill(call).put_away()
    Conversation.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    assert tidy() == (1, 0)
    for model in (Conversation, Call, Turn, Usage, SearchLine):
        assert not model.objects.exists()


def test_it_gets_through_more_than_one_batch(
    alice: User, juniper: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    SiteSettings.objects.create(keep_days=7)
    for _ in range(25):
        ended(alice, juniper, days=8)
    monkeypatch.setattr(housekeeping, "BATCH", 10)
    monkeypatch.setattr(housekeeping, "TURNS_AT_A_TIME", 3)
    assert tidy() == (0, 25)


def test_a_long_conversation_goes_alone(
    alice: User, juniper: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        ended(alice, juniper, days=1, deleted=31)
    monkeypatch.setattr(housekeeping, "TURNS_AT_A_TIME", 0)
    assert tidy() == (2, 0)


def test_any_number_of_days_will_do(alice: User, juniper: Persona) -> None:
    SiteSettings.objects.create(keep_days=2**31 - 1)
    ended(alice, juniper, days=8)
    assert tidy() == (0, 0)


def test_a_persons_own_time_holds_for_what_is_theirs(
    alice: User, charlie: User, juniper: Persona
) -> None:
    User.objects.filter(pk=alice.pk).update(keep_days=7)
    for owner in (alice, charlie):
        ended(owner, juniper, days=6.9)
        ended(owner, juniper, days=7.1)
    Conversation.objects.update(is_starred=True)
    assert [tidy(), tidy()] == [(0, 1), (0, 0)]
    assert Conversation.objects.of(alice).count() == 1
    assert Conversation.objects.of(charlie).count() == 2


@pytest.mark.parametrize(("site_days", "own_days"), [(7, 30), (30, 7)])
def test_of_the_sites_time_and_ones_own_the_shorter_holds(
    alice: User, juniper: Persona, site_days: int, own_days: int
) -> None:
    SiteSettings.objects.create(keep_days=site_days)
    User.objects.filter(pk=alice.pk).update(keep_days=own_days)
    ended(alice, juniper, days=6.9)
    ended(alice, juniper, days=7.1)
    assert tidy() == (0, 1)


@pytest.mark.parametrize("days", User.KeepDays.values)
def test_every_time_that_is_offered_is_kept_to(alice: User, juniper: Persona, days: int) -> None:
    User.objects.filter(pk=alice.pk).update(keep_days=days)
    ended(alice, juniper, days=days - 0.1)
    ended(alice, juniper, days=days + 0.1)
    assert tidy() == (0, 1)


def test_it_asks_as_often_however_many_people_have_a_time_of_their_own(
    alice: User, charlie: User, juniper: Persona, django_assert_num_queries: object
) -> None:
    ended(alice, juniper, days=5)
    with CaptureQueriesContext(connection) as before:
        tidy()
    User.objects.update(keep_days=30)
    for n, days in enumerate(User.KeepDays.values):
        User.objects.create_user(f"{n}@example.org", keep_days=days)
    with django_assert_num_queries(len(before)):
        tidy()


@pytest.mark.parametrize("path", ["/account/", "/history/", "/history/import/"])
def test_people_are_told_what_they_chose(as_alice: Client, alice: User, path: str) -> None:
    SiteSettings.objects.create(keep_days=30)
    User.objects.filter(pk=alice.pk).update(keep_days=1)
    words = b"deleted for good 1 day after they end, as you chose under Account."
    assert words in as_alice.get(path).content


@pytest.mark.parametrize("path", ["/account/", "/history/", "/history/import/"])
def test_people_are_told_how_long_it_is_kept(as_alice: Client, path: str) -> None:
    words = b"Conversations are deleted for good"
    assert words not in as_alice.get(path).content
    SiteSettings.objects.create(keep_days=7)
    assert words + b" 7 days after they end" in as_alice.get(path).content
