"""The page of personas, one's default among them, and deleting one's own."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests.support.records import turn
from voicechat.models import Call, Conversation, Persona, User, Voice


@pytest.fixture
def own(alice: User) -> Persona:
    """Alice's own."""
    return Persona.objects.create(owner=alice, name="Nan", instructions="Be kind.", voice="sage")


def card(page: str, persona: Persona) -> str:
    """The part of a page that shows a persona."""
    return re.search(
        rf'<li [^>]*id="persona-{persona.pk}".*?(?=<li [^>]*class="card|\Z)', page, re.S
    )[0]


def shown(client: Client, persona: Persona) -> str:
    return card(client.get("/personas/").content.decode(), persona)


def test_each_says_what_it_is_like(as_alice: Client) -> None:
    wren = Persona.objects.get(name="Wren")
    Persona.objects.filter(pk=wren.pk).update(languages="en, de")
    words = shown(as_alice, wren)
    for fact in (wren.description, "Good evening, I", "Voice: Ballad", "× 0.9", "en, de"):
        assert fact in words
    assert f'href="/?persona={wren.pk}"' in words


def test_what_is_as_everywhere_is_not_said(as_alice: Client, juniper: Persona) -> None:
    words = shown(as_alice, juniper)
    assert "×" not in words


def test_ones_own_can_be_told_from_the_shared(
    as_alice: Client, own: Persona, juniper: Persona
) -> None:
    assert "Yours" in shown(as_alice, own)
    assert "Yours" not in shown(as_alice, juniper)
    for path in ("edit", "delete"):
        assert f"/personas/{own.pk}/{path}/" in shown(as_alice, own)
        assert f"/personas/{juniper.pk}/{path}/" not in shown(as_alice, juniper)
    for each in (own, juniper):
        assert f"/personas/{each.pk}/copy/" in shown(as_alice, each)


def test_an_admin_changes_shared_ones_in_the_admin(
    as_admin: Client, as_alice: Client, juniper: Persona
) -> None:
    address = f"/admin/voicechat/persona/{juniper.pk}/change/"
    assert address in shown(as_admin, juniper)
    assert address not in shown(as_alice, juniper)


def test_nobody_is_shown_what_is_anothers(
    as_charlie: Client, as_admin: Client, own: Persona
) -> None:
    for client in (as_charlie, as_admin):
        assert str(own.pk) not in client.get("/personas/").content.decode()


def test_voices_are_heard_where_there_are_samples(
    as_alice: Client, own: Persona, settings: object
) -> None:
    assert 'data-hear="sage"' in shown(as_alice, own)
    Voice.objects.filter(name="sage").update(is_available=False)
    assert "data-hear" not in shown(as_alice, own)
    settings.SAMPLE_MODEL = ""
    page = as_alice.get("/personas/").content.decode()
    assert "Hear it" not in page
    assert "hear.js" not in page


def test_the_order_is_that_of_the_call_page(as_alice: Client, call: Call, own: Persona) -> None:
    wren = Persona.objects.get(name="Wren")
    Conversation.begin(call.conversation.owner, wren, wren.session_settings()).store(turns=[turn()])
    orders = [
        [persona.name for persona in as_alice.get(path).context["personas"]]
        for path in ("/personas/", "/")
    ]
    assert orders[0] == orders[1]
    assert orders[0][0] == "Wren"


def test_it_costs_the_same_however_many_there_are(
    as_alice: Client, alice: User, django_assert_num_queries: object
) -> None:
    for number in range(30):
        one = Persona.objects.create(owner=alice, name=f"{number}", instructions="x")
        Conversation.begin(alice, one, one.session_settings()).store(turns=[turn()])
    # Session, user, personas, how often each was talked with, voices, recent.
    with django_assert_num_queries(6):
        as_alice.get("/personas/")
    with django_assert_num_queries(8):  # models and prices, too
        as_alice.get("/")


def test_where_nobody_is_one_is_told_how_to_make_somebody(
    as_alice: Client, as_admin: Client, db: None
) -> None:
    Persona.objects.update(is_published=False)
    for client in (as_alice, as_admin):
        page = client.get("/personas/").content.decode()
        assert "Nobody is here yet" in page
        assert page.count("/personas/new/") == 1
    assert "/personas/new/" in as_alice.get("/").content.decode()


def test_a_persona_becomes_ones_default(as_alice: Client, alice: User, juniper: Persona) -> None:
    assert "Make it my default" in shown(as_alice, juniper)
    answer = as_alice.post(f"/personas/{juniper.pk}/default/")
    assert answer["Location"] == f"/personas/#persona-{juniper.pk}"
    alice.refresh_from_db()
    assert alice.default_persona == juniper
    assert "Your default" in shown(as_alice, juniper)
    assert "Make it my default" not in shown(as_alice, juniper)


def test_a_default_that_is_not_to_be_seen_any_more_is_not_chosen(
    as_alice: Client, alice: User
) -> None:
    wren = Persona.objects.get(name="Wren")
    User.objects.filter(pk=alice.pk).update(default_persona=wren)
    wren.groups.add(Group.objects.create(name="Choir"))
    assert as_alice.get("/").context["chosen"].name == "Juniper"
    assert as_alice.get(f"/?persona={wren.pk}").context["chosen"].name == "Juniper"
    assert as_alice.post(f"/personas/{wren.pk}/default/").status_code == 404


def test_deleting_is_asked_about_first(as_alice: Client, alice: User, own: Persona) -> None:
    Conversation.begin(alice, own, own.session_settings()).store(turns=[turn()])
    User.objects.filter(pk=alice.pk).update(default_persona=own)
    page = as_alice.get(f"/personas/{own.pk}/delete/").content.decode()
    assert "Delete Nan?" in page
    assert "Your conversation with Nan stays" in page
    assert "your default" in page
    assert Persona.objects.filter(pk=own.pk).exists()


def test_conversations_outlive_the_persona(as_alice: Client, alice: User, own: Persona) -> None:
    call = Conversation.begin(alice, own, own.session_settings())
    call.store(turns=[turn()])
    answer = as_alice.post(f"/personas/{own.pk}/delete/")
    assert answer["Location"] == "/personas/"
    assert not Persona.objects.filter(pk=own.pk).exists()
    page = as_alice.get(f"/history/{call.conversation_id}/").content.decode()
    for words in ("Nan", "Be kind.", "Sage"):
        assert words in page
    change = {"speed": 1.2}
    running = as_alice.post(
        f"/api/calls/{call.pk}/settings", change, content_type="application/json"
    )
    assert running.json()["session"]["instructions"] == "Be kind."


PATHS = ["edit/", "delete/", "copy/", "default/"]


@pytest.mark.parametrize("path", PATHS)
def test_anothers_does_not_exist(
    as_charlie: Client, as_admin: Client, own: Persona, path: str
) -> None:
    address = f"/personas/{own.pk}/{path}"
    for client in (as_charlie, as_admin):
        if path != "default/":
            assert client.get(address).status_code == 404
        if path != "copy/":
            assert client.post(address, {"name": "Mine", "instructions": "x"}).status_code == 404
    own.refresh_from_db()
    assert own.name == "Nan"


@pytest.mark.parametrize("path", ["edit/", "delete/"])
def test_nobody_changes_a_shared_one_here(
    as_alice: Client, as_admin: Client, juniper: Persona, path: str
) -> None:
    for client in (as_alice, as_admin):
        assert client.get(f"/personas/{juniper.pk}/{path}").status_code == 404
        assert client.post(f"/personas/{juniper.pk}/{path}", {}).status_code == 404
    assert Persona.objects.filter(pk=juniper.pk).exists()


@pytest.mark.parametrize("path", [*PATHS, "new"])
def test_a_visitor_is_asked_to_sign_in(client: Client, own: Persona, path: str) -> None:
    address = "/personas/new/" if path == "new" else f"/personas/{own.pk}/{path}"
    answer = client.post(address) if path == "default/" else client.get(address)
    assert answer["Location"].startswith("/accounts/login/?next=/personas/")


def test_another_site_changes_nothing(as_alice: Client, alice: User, own: Persona) -> None:
    as_alice.handler.enforce_csrf_checks = True
    for path in ("edit/", "delete/", "default/"):
        assert as_alice.post(f"/personas/{own.pk}/{path}").status_code == 403
    assert as_alice.post("/personas/new/").status_code == 403
    alice.refresh_from_db()
    assert alice.default_persona is None
    assert list(alice.personas.all()) == [own]


def test_only_a_press_makes_a_default(as_alice: Client, juniper: Persona) -> None:
    assert as_alice.get(f"/personas/{juniper.pk}/default/").status_code == 405


def test_hostile_words_stay_words(as_alice: Client, alice: User) -> None:
    evil = '"><script>alert(1)</script>'
    one = Persona.objects.create(
        owner=alice,
        name=evil,
        description=evil,
        opening_line=evil,
        voice=evil[:40],
        instructions=evil,
    )
    for path in ("/personas/", f"/personas/{one.pk}/edit/", f"/personas/{one.pk}/delete/"):
        assert "<script>alert" not in as_alice.get(path).content.decode()
