"""The page at `/`: what the site is, or the call."""

import json
import re

from django.test import Client

from voicechat.models import Call, Persona, User


def config(page: str) -> dict[str, object]:
    return json.loads(re.search(r'<script id="config"[^>]*>(.*?)</script>', page, re.S)[1])


def test_a_visitor_sees_what_the_site_is(client: Client, db: None) -> None:
    page = client.get("/").content.decode()
    assert "Sign in" in page
    assert 'id="config"' not in page


def test_a_person_finds_the_personas_and_start(as_alice: Client) -> None:
    page = as_alice.get("/").content.decode()
    for words in ("Juniper", "Start", "Mute", "End", "Message", 'role="log"', 'role="status"'):
        assert words in page


def test_the_address_or_the_account_chooses_the_persona(as_alice: Client, alice: User) -> None:
    wren, ada = Persona.objects.get(name="Wren"), Persona.objects.get(name="Ada")
    User.objects.filter(pk=alice.pk).update(default_persona=wren)
    assert as_alice.get("/").context["chosen"] == wren
    assert as_alice.get(f"/?persona={ada.pk}").context["chosen"] == ada
    assert as_alice.get("/?persona=nonsense").context["chosen"] == wren


def test_nobody_finds_what_is_not_published_or_not_theirs(
    as_alice: Client, alice: User, charlie: User, juniper: Persona
) -> None:
    Persona.objects.filter(pk=juniper.pk).update(is_published=False)
    Persona.objects.create(owner=charlie, name="Charlie's own", instructions="x")
    Persona.objects.create(owner=alice, name="Alice's own", instructions="x")
    names = {persona.name for persona in as_alice.get("/").context["personas"]}
    assert "Alice's own" in names
    assert names.isdisjoint({"Juniper", "Charlie's own"})


def test_instructions_and_keys_stay_on_the_server(as_alice: Client, settings: object) -> None:
    page = as_alice.get("/").content.decode()
    assert "sk-for-tests" not in page
    assert "You are Juniper" not in page
    addresses = {"calls_url", "samples_url", "worklet_url"}
    assert set(config(page)) == {*addresses, "conversation", "personas", "prices", "talking"}


def test_the_account_says_how_the_microphone_is_used(
    as_alice: Client, alice: User, call: Call
) -> None:
    pages = ("/", f"/conversations/{call.conversation_id}/continue/")
    for mode in ("", "push_to_talk"):
        User.objects.filter(pk=alice.pk).update(microphone_mode=mode)
        for page in pages:
            shown = config(as_alice.get(page).content.decode())
            assert shown["talking"] == {"turn_detection": mode}


def test_hostile_names_cannot_leave_the_page_config(as_alice: Client, alice: User) -> None:
    name = "</script><script>alert(1)</script>"
    Persona.objects.create(owner=alice, name=name, instructions="x")
    page = as_alice.get("/").content.decode()
    assert "<script>alert" not in page
    assert name in [persona["name"] for persona in config(page)["personas"]]


def test_the_page_costs_few_queries(
    as_alice: Client, call: Call, django_assert_num_queries: object
) -> None:
    # Session, user, personas, how often each was talked with, voices, models, prices, recent.
    with django_assert_num_queries(8):
        as_alice.get("/")


def test_it_says_when_conversations_stay_on_this_machine(
    as_alice: Client, settings: object
) -> None:
    assert b"Local mode" not in as_alice.get("/").content
    settings.REALTIME_IS_LOCAL = True
    assert b"Local mode" in as_alice.get("/").content
