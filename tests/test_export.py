"""A conversation as a file."""

from django.test import Client

from tests.support.records import turn
from voicechat.models import Call, Turn


def address(call: Call) -> str:
    return f"/history/{call.conversation_id}/export/"


def test_its_owner_takes_it_away_word_for_word(as_alice: Client, call: Call) -> None:
    call.store(
        turns=[turn("a", text="What colour is the see?", start_ms=4_000)], end_reason="ended"
    )
    Turn.objects.get().conversation.correct(Turn.objects.get(), "What colour is the sea?")
    answer = as_alice.get(address(call))
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    day = call.conversation.day.isoformat()
    name = f"{day}-what-colour-is-the-sea.md"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    text = answer.getvalue().decode()
    assert text.startswith("# What colour is the sea?\n\n- Persona: Juniper\n- Started: ")
    assert "**You** 0:04\n\nWhat colour is the sea?\n\n> First heard as: What colour is" in text


def test_a_title_in_any_script_names_the_file(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn(text="海は青い")])
    assert "filename*=utf-8''" in as_alice.get(address(call))["Content-Disposition"]


def test_several_calls_are_told_apart(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn("a", text="One.")], end_reason="lost", ended_ms=0)
    further = call.conversation.open_call(call.conversation.persona.session_settings())
    further.store(turns=[turn("b", role="assistant", text="Two.")])
    text = as_alice.get(address(call)).getvalue().decode()
    assert "One.\n\n---\n\n*Connection lost, went on at once*\n\n**Juniper**\n\nTwo." in text


def test_others_do_not_learn_that_it_exists(
    client: Client, as_charlie: Client, as_admin: Client, call: Call
) -> None:
    assert client.get(address(call)).status_code == 302
    assert as_charlie.get(address(call)).status_code == 404
    assert as_admin.get(address(call)).status_code == 404


def test_queries_do_not_grow_with_its_length(
    as_alice: Client, call: Call, django_assert_num_queries: object
) -> None:
    call.store(turns=[turn(f"item_{n}", position=n) for n in range(60)])
    with django_assert_num_queries(5):  # session, user, conversation, calls, turns
        as_alice.get(address(call)).getvalue()
