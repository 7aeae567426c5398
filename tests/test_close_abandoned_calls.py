"""`manage.py close_abandoned_calls`: calls whose browser never came back."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from tests.support.records import turn
from voicechat.models import Call, Conversation, Persona, User


def close() -> tuple[int, int]:
    """Run the command; gives how many calls it ended, and how many reserved ones it deleted."""
    output = StringIO()
    call_command("close_abandoned_calls", stdout=output)
    ended, deleted = (int(line.rpartition(" ")[2]) for line in output.getvalue().splitlines())
    return ended, deleted


def ago(call: Call, started: timedelta, heard: timedelta | None = None) -> None:
    """Have a call begin so long ago, and its page report so long ago, or not at all."""
    now = timezone.now()
    heard_at = None if heard is None else now - heard
    Call.objects.filter(pk=call.pk).update(started_at=now - started, heard_at=heard_at)
    call.refresh_from_db()


def test_a_silent_call_ended_when_it_was_last_heard_of(call: Call) -> None:
    call.store(turns=[turn("a"), turn("b")])
    ago(call, timedelta(hours=3), heard=timedelta(hours=2, minutes=50))
    assert close() == (1, 0)
    call.refresh_from_db()
    assert call.end_reason == "abandoned"
    assert call.ended_at == call.heard_at == call.conversation.ended_at


def test_what_a_page_left_behind_is_no_sign_of_its_call(call: Call) -> None:
    call.store(turns=[turn("a")])
    ago(call, timedelta(hours=3), heard=timedelta(hours=2))
    call.store(turns=[turn("b")], is_late=True)
    assert close() == (1, 0)
    call.refresh_from_db()
    assert call.ended_at == call.heard_at
    assert call.turns.count() == 2


def test_a_call_that_was_never_heard_of_ended_when_it_began(call: Call) -> None:
    ago(call, timedelta(hours=3))
    assert close() == (1, 0)
    call.refresh_from_db()
    assert call.ended_at == call.started_at


def test_no_call_was_longer_than_a_call_can_be(call: Call) -> None:
    call.store(turns=[turn()])
    ago(call, timedelta(days=3), heard=timedelta(days=1))
    close()
    call.refresh_from_db()
    assert call.ended_at - call.started_at == timedelta(hours=1)


def test_a_call_that_may_still_go_on_is_left_alone(call: Call) -> None:
    ago(call, timedelta(minutes=80))
    assert close() == (0, 0)
    call.store(turns=[turn()])
    ago(call, timedelta(hours=20), heard=timedelta(minutes=80))
    assert close() == (0, 0)


def test_what_has_ended_is_left_alone_and_twice_is_as_once(call: Call) -> None:
    call.store(end_reason="ended", ended_ms=0)
    ago(call, timedelta(hours=3))
    assert close() == (0, 0)
    Call.objects.update(ended_at=None, end_reason="")
    assert [close(), close()] == [(1, 0), (0, 0)]


def test_it_gets_through_more_than_one_batch(alice: User, juniper: Persona) -> None:
    for _ in range(201):
        Conversation.begin(alice, juniper, juniper.session_settings())
    Call.objects.update(started_at=timezone.now() - timedelta(hours=3))
    assert close() == (201, 0)


def test_a_conversation_that_went_on_in_another_call_goes_on(call: Call, juniper: Persona) -> None:
    call.conversation.open_call(juniper.session_settings())
    ago(call, timedelta(hours=3))
    assert close() == (1, 0)
    call.conversation.refresh_from_db()
    assert call.conversation.ended_at is None


def test_records_are_taken_afterwards_and_a_real_end_replaces_the_guess(call: Call) -> None:
    ago(call, timedelta(hours=3))
    close()
    call.store(turns=[turn()])
    call.store(end_reason="time_limit", ended_ms=3_600_000)
    call.store(turns=[turn("b")])
    assert close() == (0, 0)
    call.refresh_from_db()
    assert (call.end_reason, call.turns.count()) == ("time_limit", 2)
    assert call.ended_at - call.started_at == timedelta(hours=1)
    assert Conversation.objects.get().ended_at == call.ended_at


def test_reserved_calls_that_were_never_started_go_with_their_conversations(
    alice: User, juniper: Persona, call: Call
) -> None:
    session = juniper.session_settings()
    call.conversation.open_call(session, is_reserved=True)
    for days in (6, 8):
        reserved = Conversation.begin(alice, juniper, session, is_reserved=True)
        ago(reserved, timedelta(days=days))
    assert close() == (0, 1)
    assert Conversation.objects.count() == 2
    Call.objects.filter(is_reserved=True).update(started_at=timezone.now() - timedelta(days=8))
    assert close() == (0, 2)
    assert list(Conversation.objects.all()) == [call.conversation]
