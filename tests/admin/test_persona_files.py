"""Personas as files in the admin: out by an action, in after a look."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.staff import staff
from voicechat.exchange.document import Document
from voicechat.models import McpServer, Persona, User, Voice

LIST = "/admin/voicechat/persona/"
IMPORT = f"{LIST}import/"


def exported(client: Client, *personas: Persona) -> dict[str, Any]:
    chosen = [str(persona.pk) for persona in personas or Persona.objects.all()]
    answer = client.post(LIST, {"action": "export", "_selected_action": chosen})
    assert answer["Content-Disposition"].startswith('attachment; filename="personas-')
    return json.loads(answer.content)


def send(client: Client, content: Any) -> Any:
    """Send a file, and look at what would come of it."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile("personas.json", raw)})


def states(page: Any) -> dict[str, str]:
    return {outcome.name: outcome.state for outcome in page.context["outcomes"]}


def confirm(client: Client) -> Any:
    return client.post(IMPORT, {"confirm": "yes"})


@pytest.fixture
def server(juniper: Persona) -> McpServer:
    server = McpServer(persona=juniper, label="weather", url="https://mcp.example.com/mcp")
    server.allowed_tools = "forecast, tides"
    server.authorize("tok-this-stays-inside")
    server.save()
    return server


def test_out_and_in_again_is_the_same(as_admin: Client, server: McpServer) -> None:
    before = exported(as_admin)
    Document.model_validate(before)
    assert set(states(send(as_admin, before)).values()) == {"same"}
    Persona.objects.all().delete()
    assert set(states(send(as_admin, before)).values()) == {"made"}
    assert not Persona.objects.exists()  # that was a look
    assert set(states(confirm(as_admin)).values()) == {"made"}
    assert exported(as_admin) == before


def test_a_file_never_holds_a_credential_nor_whose_a_persona_is(
    as_admin: Client, server: McpServer, alice: User
) -> None:
    own = Persona.objects.create(owner=alice, name="Pirate", instructions="Arr.")
    text = json.dumps(exported(as_admin, server.persona, own))
    assert "https://mcp.example.com/mcp" in text
    for secret in ("tok-this-stays-inside", server.credential, "alice@example.org", "credential"):
        assert secret not in text


def test_a_persona_is_changed_by_its_name(
    as_admin: Client, admin: User, juniper: Persona, server: McpServer
) -> None:
    file = exported(as_admin, juniper)
    file["personas"][0] |= {"description": "Grumpy.", "is_published": False}
    page = send(as_admin, file)
    assert states(page) == {"Juniper": "changed"}
    assert "Changed: description, published" in page.content.decode()
    confirm(as_admin)
    juniper.refresh_from_db()
    assert (juniper.description, juniper.is_published) == ("Grumpy.", False)
    assert juniper.authorizations() == {"weather": "tok-this-stays-inside"}
    newest = juniper.history.first()
    assert (newest.history_user, newest.history_change_reason) == (admin, "Imported from a file.")


def test_a_server_that_moved_loses_its_credential_and_says_so(
    as_admin: Client, juniper: Persona, server: McpServer
) -> None:
    file = exported(as_admin, juniper)
    moved = "https://elsewhere.example.com/mcp"
    file["personas"][0]["mcp_servers"][0]["url"] = moved
    page = send(as_admin, file).content.decode()
    assert f"“weather” at {moved}; without a credential" in page
    confirm(as_admin)
    server.refresh_from_db()
    assert (server.url, server.credential) == (moved, "")
    file["personas"][0]["mcp_servers"] = []
    send(as_admin, file)
    confirm(as_admin)
    assert not juniper.mcp_servers.exists()


def test_what_some_groups_find_is_not_found_by_all_elsewhere(
    as_admin: Client, juniper: Persona
) -> None:
    juniper.groups.add(Group.objects.create(name="Class 5b"))
    file = exported(as_admin, juniper)
    assert file["personas"][0]["groups"] == ["Class 5b"]
    file["personas"][0]["name"] = "Nova"
    assert "the groups Class 5b find it" in send(as_admin, file).content.decode()
    confirm(as_admin)
    assert [group.name for group in Persona.objects.get(name="Nova").groups.all()] == ["Class 5b"]
    Group.objects.all().delete()
    page = send(as_admin, file)
    assert states(page) == {"Nova": "refused"}
    assert "no group “Class 5b” here" in page.content.decode()


def test_one_mistake_costs_one_persona(as_admin: Client, juniper: Persona) -> None:
    file = exported(as_admin, juniper)
    (good,) = file["personas"]
    bad = {
        "Fast": {"speed": 9},
        "Voiceless": {"voice": "nobody"},
        "Slowless": {"turn_detection": "never"},
        "Leaky": {"authorization": "tok-this-stays-inside"},
        "Open": {"mcp_servers": [{"label": "a", "url": "http://mcp.example.com"}]},
        "Twin": {"mcp_servers": [{"label": "a", "url": "https://mcp.example.com"}] * 2},
        "Keyed": {"mcp_servers": [{"label": "a", "url": "https://a.example", "credential": "x"}]},
    }
    file["personas"] = [{**good, "name": name, **wrong} for name, wrong in bad.items()]
    file["personas"] += [{"name": "Empty"}, {**good, "name": "Nova"}, {**good, "name": "Nova"}]
    page = send(as_admin, file)
    found = [(outcome.name, outcome.state) for outcome in page.context["outcomes"]]
    assert found == [
        *((name, "refused") for name in [*bad, "Empty"]), ("Nova", "made"), ("Nova", "refused")
    ]  # fmt: skip
    assert all(outcome.reason for outcome in page.context["outcomes"][:-2])
    assert "tok-this-stays-inside" not in page.content.decode()
    assert "tok-this-stays-inside" not in str(dict(as_admin.session))
    confirm(as_admin)
    assert Persona.objects.get(name="Nova").instructions == juniper.instructions
    assert Persona.objects.count() == 6


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\x00 nonsense", "not a file of personas"),
        (b"[]", "not a file of personas"),
        ({"format": "voicechat.conversation", "version": 1}, "not a file of personas"),
        ({"format": "voicechat.personas", "version": 2, "personas": []}, "version of this site"),
        ({"format": "voicechat.personas", "version": 1, "personas": [7]}, "personas › 0"),
        ({"format": "voicechat.personas", "version": 1, "personas": [{}] * 501}, "500 items"),
        (b" " * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"[" * 100_000, "not a file of personas"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(
    as_admin: Client, content: Any, words: str
) -> None:
    page = send(as_admin, content)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_file_without_personas_and_a_form_without_a_file_say_so(as_admin: Client) -> None:
    empty = {"format": "voicechat.personas", "version": 1, "personas": []}
    assert b"no persona in this file" in send(as_admin, empty).content
    assert as_admin.post(IMPORT, {}).status_code == 422
    assert b"choose the file again" in confirm(as_admin).content


def test_it_is_looked_at_again_before_it_is_done(as_admin: Client, juniper: Persona) -> None:
    file = exported(as_admin, juniper)
    file["personas"][0]["name"] = "Nova"
    send(as_admin, file)
    Voice.objects.filter(name=juniper.voice).update(is_available=False)
    assert states(confirm(as_admin)) == {"Nova": "refused"}
    assert not Persona.objects.filter(name="Nova").exists()
    assert states(confirm(as_admin)) == {}  # once


def test_who_may(client: Client, as_alice: Client, as_admin: Client, juniper: Persona) -> None:
    file = exported(as_admin, juniper)
    file["personas"][0]["name"] = "Nova"
    action = {"action": "export", "_selected_action": [str(juniper.pk)]}
    for visitor in (client, as_alice):
        assert visitor.get(IMPORT)["Location"].startswith("/admin/login/")
        assert send(visitor, file)["Location"].startswith("/admin/login/")
        assert visitor.post(LIST, action)["Location"].startswith("/admin/login/")
    assert staff().post(LIST, action).status_code == 403
    for rights in ([], ["view_persona"], ["change_persona"], ["add_persona"]):
        visitor = staff(*rights)
        assert visitor.get(IMPORT).status_code == 403
        assert send(visitor, file).status_code == 403
        assert confirm(visitor).status_code == 403
    assert exported(staff("view_persona"), juniper)["personas"][0]["name"] == "Juniper"
    editor = staff("add_persona", "change_persona")
    assert states(send(editor, file)) == {"Nova": "made"}


def test_tools_come_in_by_the_hand_of_those_alone_who_may_add_them(
    as_admin: Client, server: McpServer
) -> None:
    editor = staff("view_persona", "add_persona", "change_persona")
    same = exported(as_admin, server.persona)
    assert states(send(editor, same)) == {"Juniper": "same"}
    same["personas"][0] |= {"name": "Nova"}
    page = send(editor, same)
    assert states(page) == {"Nova": "refused"}
    assert "may not change tools" in page.content.decode()
