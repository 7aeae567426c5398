"""Personas in the admin: the list, and what is done with them in one press."""

from typing import Any

import pytest
import responses
from django.contrib.auth.models import Group
from django.test import Client

from tests.api.test_start_call import ANSWER, MINT, start
from tests.support.staff import form_of, staff
from voicechat.models import Call, Conversation, McpServer, Persona, SpeechModel, User, Voice

LIST = "/admin/voicechat/persona/"
STEPS = ("publish", "withdraw", "duplicate")


def page_of(persona: Persona) -> str:
    return f"{LIST}{persona.pk}/change/"


def step(client: Client, persona: Persona, name: str) -> Any:
    return client.post(f"{LIST}{persona.pk}/{name}/", follow=True)


def act(client: Client, action: str, *personas: Persona) -> Any:
    chosen = [str(persona.pk) for persona in personas]
    return client.post(LIST, {"action": action, "_selected_action": chosen}, follow=True)


@pytest.fixture
def pirate(alice: User) -> Persona:
    """A preset of Alice's own."""
    return Persona.objects.create(owner=alice, name="Pirate", instructions="Arr.")


def test_the_list_says_whom_people_talk_with(as_admin: Client, call: Call, pirate: Persona) -> None:
    Conversation.objects.update(turn_count=2)
    found = {persona.name: persona for persona in as_admin.get(LIST).context["cl"].queryset}
    assert (found["Juniper"].talks, found["Ada"].talks) == (1, None)
    assert found["Juniper"].last_talk == call.conversation.started_at
    page = as_admin.get(LIST).content.decode()
    assert "1, last on" in page
    assert "alice@example.org" in page


def test_the_list_costs_the_same_however_many_there_are(
    as_admin: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    as_admin.get(LIST)  # what the process keeps
    with django_assert_max_num_queries(12) as first:
        as_admin.get(LIST)
    for number in range(30):
        Persona.objects.create(name=f"Nova {number}", instructions="x")
    with django_assert_num_queries(len(first)):
        as_admin.get(LIST)


def test_the_list_warns_of_what_is_gone_or_will_be(as_admin: Client, juniper: Persona) -> None:
    Voice.objects.filter(name=juniper.voice).update(is_available=False)
    assert b"not available" in as_admin.get(LIST).content
    SpeechModel.objects.filter(name="gpt-realtime-2.1").update(shuts_down_on="2020-01-01")
    found = as_admin.get(LIST).context["cl"].queryset.get(pk=juniper.pk)
    assert not found.has_voice
    assert not found.has_model


def test_a_copy_is_the_same_and_found_by_nobody(
    as_admin: Client, as_alice: Client, juniper: Persona
) -> None:
    server = McpServer(persona=juniper, label="weather", url="https://mcp.example.com")
    server.authorize("tok-1")
    server.save()
    group = Group.objects.create(name="Class 5b")
    juniper.groups.add(group)
    page = step(as_admin, juniper, "duplicate")
    copy = Persona.objects.get(name="Juniper (copy)")
    assert page.redirect_chain[-1][0] == page_of(copy)
    assert (copy.owner, copy.is_published) == (None, False)
    assert copy.instructions == juniper.instructions
    assert list(copy.groups.all()) == [group]
    assert copy.authorizations() == {"weather": "tok-1"}
    assert b"Juniper (copy)" not in as_alice.get("/personas/").content
    act(as_admin, "duplicate", juniper)
    assert Persona.objects.filter(name="Juniper (copy 2)").exists()
    assert copy.history.last().history_change_reason == "Copied from Juniper."


def test_a_long_name_leaves_room_for_what_a_copy_is_called(
    as_admin: Client, juniper: Persona
) -> None:
    Persona.objects.filter(pk=juniper.pk).update(name="N" * 60)
    step(as_admin, juniper, "duplicate")
    assert Persona.objects.filter(name="N" * 53 + " (copy)").exists()


def test_a_copy_of_somebodys_own_is_shared_and_theirs_stays(
    as_admin: Client, pirate: Persona, alice: User
) -> None:
    step(as_admin, pirate, "duplicate")
    assert Persona.objects.get(name="Pirate (copy)").owner is None
    pirate.refresh_from_db()
    assert pirate.owner == alice


def test_an_admin_publishes_and_withdraws_and_people_see_it(
    as_admin: Client, as_alice: Client, juniper: Persona
) -> None:
    step(as_admin, juniper, "withdraw")
    assert b"Juniper" not in as_alice.get("/personas/").content
    step(as_admin, juniper, "publish")
    assert b"Juniper" in as_alice.get("/personas/").content
    act(as_admin, "withdraw", juniper)
    assert b"Juniper" not in as_alice.get("/personas/").content


def test_what_nobody_could_talk_with_is_not_published(
    as_admin: Client, juniper: Persona, pirate: Persona
) -> None:
    Persona.objects.filter(pk=juniper.pk).update(is_published=False, model="gone")
    Persona.objects.filter(pk=pirate.pk).update(is_published=False)
    page = act(as_admin, "publish", juniper, pirate).content.decode()
    assert "Juniper stays as it is." in page
    assert "Pirate stays as it is. It is its owner" in page
    assert not Persona.objects.filter(pk__in=[juniper.pk, pirate.pk], is_published=True).exists()


@responses.activate
def test_conversations_keep_what_they_began_with(
    as_admin: Client, as_alice: Client, juniper: Persona
) -> None:
    mint = responses.post(MINT, json=ANSWER)
    start(as_alice, juniper)
    conversation = Conversation.objects.get()
    before = conversation.settings
    fields = form_of(as_admin.get(page_of(juniper)))
    as_admin.post(page_of(juniper), {**fields, "instructions": "Be somebody else."})
    step(as_admin, juniper, "withdraw")
    conversation.refresh_from_db()
    assert conversation.settings == before
    address = f"/api/conversations/{conversation.pk}/calls"
    as_alice.post(address, {}, content_type="application/json")
    assert b"You are Juniper" in mint.calls[-1].request.body
    assert b"somebody else" not in mint.calls[-1].request.body


@responses.activate
def test_an_admin_tries_what_is_not_published(
    as_admin: Client, admin: User, juniper: Persona
) -> None:
    responses.post(MINT, json=ANSWER)
    Persona.objects.filter(pk=juniper.pk).update(is_published=False)
    juniper.groups.add(Group.objects.create(name="Class 5b"))
    assert f'href="/?persona={juniper.pk}"' in as_admin.get(LIST).content.decode()
    assert f'href="/?persona={juniper.pk}"' in as_admin.get(page_of(juniper)).content.decode()
    page = as_admin.get(f"/?persona={juniper.pk}")
    assert page.context["chosen"] == juniper
    assert b"Not published" in page.content
    assert juniper not in as_admin.get("/").context["personas"]
    assert start(as_admin, juniper).status_code == 201
    conversation = Conversation.objects.get(owner=admin)
    assert conversation.present_persona() == juniper


@responses.activate
@pytest.mark.parametrize("rights", [[], ["view_persona"], None])
def test_nobody_else_tries_what_is_not_published(
    as_alice: Client, juniper: Persona, rights: list[str] | None
) -> None:
    responses.post(MINT, json=ANSWER)
    client = as_alice if rights is None else staff(*rights)
    Persona.objects.filter(pk=juniper.pk).update(is_published=False)
    assert juniper not in client.get(f"/?persona={juniper.pk}").context["personas"]
    assert start(client, juniper).status_code == 404


@responses.activate
def test_an_admin_does_not_talk_with_what_is_somebodys_own(
    as_admin: Client, pirate: Persona
) -> None:
    responses.post(MINT, json=ANSWER)
    assert f"persona={pirate.pk}" not in as_admin.get(LIST).content.decode()
    assert f"persona={pirate.pk}" not in as_admin.get(page_of(pirate)).content.decode()
    assert pirate not in as_admin.get(f"/?persona={pirate.pk}").context["personas"]
    assert start(as_admin, pirate).status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_a_step_takes_its_right_and_is_sent_by_a_button(
    client: Client, as_alice: Client, as_admin: Client, juniper: Persona, name: str
) -> None:
    address = f"{LIST}{juniper.pk}/{name}/"
    for visitor in (client, as_alice):
        assert visitor.post(address)["Location"].startswith("/admin/login/")
    assert staff().post(address).status_code == 403
    assert staff("view_persona").post(address).status_code == 403
    assert as_admin.get(address).status_code == 405
    missing = "00000000-0000-0000-0000-000000000000"
    assert as_admin.post(f"{LIST}{missing}/{name}/").status_code == 404
    assert Persona.objects.count() == 5
    assert Persona.objects.get(pk=juniper.pk).is_published


def test_whoever_may_only_look_sees_no_buttons(juniper: Persona) -> None:
    page = staff("view_persona").get(page_of(juniper)).content.decode()
    assert not any(f"/{name}/" in page for name in STEPS)
    assert "You are Juniper" in page
    assert staff().get(page_of(juniper)).status_code == 403
    assert staff().get(LIST).status_code == 403


def test_a_copy_has_tools_only_by_the_hand_of_whoever_may_add_some(juniper: Persona) -> None:
    McpServer.objects.create(persona=juniper, label="weather", url="https://mcp.example.com")
    step(staff("add_persona", "view_persona", "change_persona"), juniper, "duplicate")
    assert not Persona.objects.get(name="Juniper (copy)").mcp_servers.exists()


def test_a_step_is_noted_with_who_took_it(as_admin: Client, admin: User, juniper: Persona) -> None:
    step(as_admin, juniper, "withdraw")
    newest, first = juniper.history.all()
    assert (newest.history_user, newest.is_published) == (admin, False)
    assert (first.history_user, first.is_published) == (None, True)


@pytest.mark.parametrize("when", ["2020-01-01", None])
def test_a_model_that_has_shut_down_cannot_be_chosen(
    as_admin: Client, as_alice: Client, juniper: Persona, when: str | None
) -> None:
    SpeechModel.objects.filter(name=juniper.model).update(shuts_down_on=when)
    fields = form_of(as_admin.get(page_of(juniper)))
    page = as_admin.post(page_of(juniper), fields)
    assert (page.status_code == 302) == (when is None)
    call_page = as_alice.get("/").content.decode()
    assert (f'<option value="{juniper.model}">' in call_page) == (when is None)
