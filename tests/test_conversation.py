"""The page of one conversation."""

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
