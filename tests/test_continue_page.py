"""The page at which a past conversation goes on."""

from typing import Any

from django.test import Client

from tests.support.records import turn
from tests.test_call_page import config
from voicechat.models import Call, Persona


def address(call: Call) -> str:
    return f"/conversations/{call.conversation_id}/continue/"


def read(client: Client, call: Call) -> str:
    return client.get(address(call)).content.decode()


def say(call: Call, count: int) -> None:
    call.store(turns=[turn(f"item_{n}", position=n, text=f"Line {n}.") for n in range(count)])


def test_what_was_said_stands_in_the_transcript(as_alice: Client, call: Call) -> None:
    call.store(
        turns=[
            turn("a", position=1, text="What colour is the sea?"),
            turn("b", position=2, role="assistant", state="interrupted", text="It is"),
        ]
    )
    log = read(as_alice, call).partition('role="log"')[2]
    assert log.index("What colour is the sea?</p>") < log.index("It is</p>")
    assert '<article class="turn assistant interrupted" aria-label="Juniper">' in log


def test_what_goes_along_is_said_before_anything_is_spent(as_alice: Client, call: Call) -> None:
    say(call, 12)
    page = read(as_alice, call)
    assert page.index("12 lines, about 72 tokens, go along as context") < page.index('id="start"')
    assert '<dd dir="auto">Line 11.</dd>' in page
    known = config(page)["conversation"]
    assert (known["turns"], known["left_out"], known["tokens"]) == (12, 0, 72)


def test_its_modules_know_where_to_open_the_call(as_alice: Client, call: Call) -> None:
    known = config(read(as_alice, call))
    conversation = known["conversation"]
    assert conversation["id"] == str(call.conversation_id)
    assert conversation["calls_url"] == f"/api/conversations/{call.conversation_id}/calls"
    assert conversation["replay_url"] == f"/api/conversations/{call.conversation_id}/replay"
    assert conversation["url"] == f"/history/{call.conversation_id}/"
    assert [persona["id"] for persona in known["personas"]] == [conversation["persona"]]


def test_nobody_else_is_chosen_there(as_alice: Client, call: Call) -> None:
    page = read(as_alice, call)
    assert 'type="radio"' not in page
    assert f'name="persona" value="{call.conversation.persona_id}"' in page


def test_without_its_persona_it_is_the_one_that_it_began_with(
    as_alice: Client, call: Call, juniper: Persona
) -> None:
    Persona.objects.filter(pk=juniper.pk).delete()
    page = read(as_alice, call)
    assert config(page)["personas"][0]["name"] == "Juniper"
    assert juniper.instructions not in page


def test_a_long_one_shows_its_newest_lines_for_the_price_of_a_short_one(
    as_alice: Client, call: Call, django_assert_num_queries: Any
) -> None:
    say(call, 500)
    # Session, user, conversation, persona, said, how much, turns, voices, models, prices, recent.
    with django_assert_num_queries(11):
        page = read(as_alice, call)
    assert page.count("<article") == 200
    assert "300 earlier lines stay out" in page
    assert "Line 299." not in page
    assert page.index("the whole conversation") < page.index("Line 300.")


def test_a_conversation_without_words_begins_afresh(as_alice: Client, call: Call) -> None:
    assert "call begins afresh" in read(as_alice, call)


def test_others_do_not_learn_that_it_exists(
    client: Client, as_charlie: Client, as_admin: Client, call: Call
) -> None:
    assert client.get(address(call)).status_code == 302
    assert as_charlie.get(address(call)).status_code == 404
    assert as_admin.get(address(call)).status_code == 404
    assert as_charlie.post(address(call)).status_code == 405


def test_hostile_words_are_only_words(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn(text="</script><img src=x onerror=alert(1)>")])
    assert "<img src=x" not in read(as_alice, call)
