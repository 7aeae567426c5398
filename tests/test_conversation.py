"""The page of one conversation."""

from datetime import timedelta

from django.test import Client

from tests.support.records import turn
from voicechat.models import Call, Persona


def address(call: Call) -> str:
    return f"/history/{call.conversation_id}/"


def test_its_owner_reads_it_in_order(as_alice: Client, call: Call) -> None:
    call.store(
        turns=[
            turn("b", position=2, role="assistant", text="It is blue."),
            turn("a", position=1, text="What colour is the sea?"),
        ],
        end_reason="ended",
    )
    page = as_alice.get(address(call)).content.decode()
    assert page.index("What colour is the sea?</p>") < page.index("It is blue.</p>")
    for words in (
        "Juniper",
        "Marin",
        "gpt-realtime-2.1",
        "ended by the person",
        'aria-label="You"',
    ):
        assert words in page


def test_others_do_not_learn_that_it_exists(
    as_charlie: Client, as_admin: Client, call: Call
) -> None:
    assert as_charlie.get(address(call)).status_code == 404
    assert as_admin.get(address(call)).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, call: Call) -> None:
    assert client.get(address(call)).status_code == 302


def test_it_keeps_the_settings_that_it_began_with(
    as_alice: Client, call: Call, juniper: Persona
) -> None:
    Persona.objects.filter(pk=juniper.pk).delete()
    assert "Juniper" in as_alice.get(address(call)).content.decode()


def test_what_is_unfinished_is_said(as_alice: Client, call: Call) -> None:
    call.store(
        turns=[
            turn("a", position=1, state="failed", text=""),
            turn("b", position=2, role="assistant", state="interrupted", text="Once upon"),
        ]
    )
    page = as_alice.get(address(call)).content.decode()
    assert "could not be written down" in page
    assert "interrupted" in page


def test_it_shows_where_one_call_ended_and_another_began(as_alice: Client, call: Call) -> None:
    session = call.conversation.persona.session_settings()
    call.store(turns=[turn("a", text="Before.")], end_reason="lost", ended_ms=0)
    call.conversation.open_call(session).store(end_reason="failed")
    further = call.conversation.open_call(session)
    Call.objects.filter(pk=further.pk).update(started_at=call.started_at + timedelta(seconds=12))
    further.refresh_from_db()
    further.store(turns=[turn("b", text="After.")], end_reason="ended")
    page = as_alice.get(address(call)).content.decode()
    words = page.index("Connection lost, went on after 12 s")
    assert page.index("Before.</p>") < words < page.index("After.</p>")
    assert page.count('class="between"') == 1
    assert "<dt>Calls</dt><dd>2</dd>" in page
    assert "<dt>Last call</dt><dd>ended by the person</dd>" in page


def test_it_goes_on_while_one_of_its_calls_does(call: Call) -> None:
    spare = call.conversation.open_call(call.conversation.persona.session_settings())
    spare.store(end_reason="failed", ended_ms=0)
    call.conversation.refresh_from_db()
    assert call.conversation.ended_at is None
    call.store(end_reason="ended")
    call.conversation.refresh_from_db()
    assert call.conversation.ended_at


def test_one_can_go_on_with_it_or_take_it_away(as_alice: Client, call: Call) -> None:
    page = as_alice.get(address(call)).content.decode()
    assert f'href="/conversations/{call.conversation_id}/continue/"' in page
    assert f'href="/history/{call.conversation_id}/export/"' in page


def test_hostile_words_are_only_words(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn(text="<img src=x onerror=alert(1)>")])
    page = as_alice.get(address(call)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_queries_do_not_grow_with_its_length(
    as_alice: Client, call: Call, django_assert_num_queries: object
) -> None:
    call.store(turns=[turn(f"item_{n}", position=n) for n in range(60)])
    with django_assert_num_queries(6):  # session, user, conversation, calls, turns, recent
        as_alice.get(address(call))
