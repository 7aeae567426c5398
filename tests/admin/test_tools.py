"""Tools of a persona in the admin: entered and never shown again."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.support.staff import form_of, staff
from voicechat.models import McpServer, Persona, User

SECRET = "tok-this-stays-inside"
ADDRESS = "https://mcp.example.com/mcp"
ALL = [f"{right}_mcpserver" for right in ("view", "add", "change", "delete")]


@pytest.fixture
def page(juniper: Persona) -> str:
    return f"/admin/voicechat/persona/{juniper.pk}/change/"


@pytest.fixture
def server(juniper: Persona) -> McpServer:
    server = McpServer(persona=juniper, label="weather", url=ADDRESS)
    server.authorize(SECRET)
    server.save()
    return server


def enter(client: Client, page: str, number: int = 0, **fields: Any) -> Any:
    """Fill in the fields of a server, and save the persona."""
    kept = form_of(client.get(page))
    kept["mcp_servers-TOTAL_FORMS"] = max(int(kept["mcp_servers-INITIAL_FORMS"]), number + 1)
    entered = {f"mcp_servers-{number}-{name}": value for name, value in fields.items()}
    return client.post(page, {**kept, **entered})


def errors(answer: Any, number: int = 0) -> dict[str, Any]:
    """What is wrong with a server that was entered."""
    return answer.context["inline_admin_formsets"][0].formset.errors[number]


@pytest.mark.parametrize("token", [SECRET, f"Bearer {SECRET}", f"  bearer {SECRET} "])
def test_an_admin_adds_tools_and_the_credential_is_not_shown_again(
    as_admin: Client, juniper: Persona, page: str, token: str
) -> None:
    fields = {"label": "weather", "url": ADDRESS, "allowed_tools": "forecast,tides"}
    assert enter(as_admin, page, **fields, new_credential=token).status_code == 302
    server = juniper.mcp_servers.get()
    assert server.authorization() == SECRET
    assert server.allowed_tools == "forecast, tides"
    shown = as_admin.get(page).content.decode()
    assert "Set." in shown
    told = str(list(LogEntry.objects.values()))
    for text in (shown, as_admin.get(page.replace("change", "history")).content.decode(), told):
        assert SECRET not in text
        assert server.credential not in text


def test_a_mistake_elsewhere_does_not_have_it_shown_either(as_admin: Client, page: str) -> None:
    answer = enter(as_admin, page, label="9", url="nowhere", new_credential=SECRET)
    assert set(errors(answer)) == {"label", "url"}
    assert SECRET not in answer.content.decode()
    assert not McpServer.objects.exists()


def test_it_stays_until_another_is_entered_or_it_is_removed(
    as_admin: Client, admin: User, server: McpServer, page: str
) -> None:
    enter(as_admin, page, allowed_tools="forecast")
    server.refresh_from_db()
    assert (server.authorization(), server.allowed_tools) == (SECRET, "forecast")
    enter(as_admin, page, new_credential="tok-2")
    server.refresh_from_db()
    assert server.authorization() == "tok-2"
    enter(as_admin, page, forget="on")
    server.refresh_from_db()
    assert server.authorization() == ""
    assert b"None." in as_admin.get(page).content
    history = as_admin.get(page.replace("change", "history")).content.decode()
    for words in ("It got another credential.", "Its credential was removed.", "forecast"):
        assert words in history
    assert {each.history_user for each in server.history.all()[:2]} == {admin}


def test_it_does_not_go_to_another_server_than_it_was_entered_for(
    as_admin: Client, server: McpServer, page: str
) -> None:
    elsewhere = "https://elsewhere.example.com/mcp"
    assert set(errors(enter(as_admin, page, url=elsewhere))) == {"new_credential"}
    server.refresh_from_db()
    assert server.url == ADDRESS
    enter(as_admin, page, url=elsewhere, forget="on")
    server.refresh_from_db()
    assert (server.url, server.credential) == (elsewhere, "")
    enter(as_admin, page, url=ADDRESS, new_credential="tok-2")
    server.refresh_from_db()
    assert (server.url, server.authorization()) == (ADDRESS, "tok-2")


def test_a_variable_is_shown_by_name_and_what_is_wrong_with_it(
    as_admin: Client, server: McpServer, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(errors(enter(as_admin, page, new_credential="env:SECRET_KEY"))) == {"new_credential"}
    enter(as_admin, page, new_credential="env:MCP_WEATHER")
    shown = as_admin.get(page).content.decode()
    assert "calls go without these tools. The variable MCP_WEATHER is not set." in shown
    monkeypatch.setenv("MCP_WEATHER", SECRET)
    shown = as_admin.get(page).content.decode()
    assert "In the variable MCP_WEATHER." in shown
    assert SECRET not in shown


def test_a_credential_that_is_lost_is_told_where_it_is_entered(
    as_admin: Client, admin: User, server: McpServer, page: str, settings: object
) -> None:
    settings.SECRET_KEY = "another-key" * 8
    as_admin.force_login(admin)
    assert b"sealed with another SECRET_KEY" in as_admin.get(page).content
    assert b"are left out of calls" in as_admin.get("/admin/").content


def test_whoever_may_only_look_sees_that_there_is_one_and_no_more(
    server: McpServer, page: str
) -> None:
    for rights in (["view_persona"], ["view_persona", "change_persona"]):
        shown = staff(*rights, "view_mcpserver").get(page).content.decode()
        assert ADDRESS in shown
        assert SECRET not in shown
        assert server.credential not in shown
        assert "new_credential" not in shown
        shown = staff(*rights).get(page).content.decode()
        assert "MCP servers" not in shown


def test_nobody_adds_or_changes_tools_without_the_right(
    server: McpServer, juniper: Persona, page: str
) -> None:
    editor = staff("view_persona", "change_persona", "view_mcpserver")
    fields = form_of(editor.get(page))
    counts = {"mcp_servers-TOTAL_FORMS": "2", "mcp_servers-INITIAL_FORMS": "1"}
    changed = {
        "mcp_servers-0-id": server.pk,
        "mcp_servers-0-persona": juniper.pk,
        "mcp_servers-0-label": "other",
        "mcp_servers-0-url": ADDRESS,
        "mcp_servers-0-new_credential": "tok-2",
        "mcp_servers-0-DELETE": "on",
        "mcp_servers-1-label": "more",
        "mcp_servers-1-url": ADDRESS,
    }
    editor.post(page, {**fields, **counts, **changed})
    kept = juniper.mcp_servers.get()
    assert (kept.label, kept.authorization()) == ("weather", SECRET)


def test_with_the_rights_one_may(juniper: Persona, page: str) -> None:
    keeper = staff("view_persona", "change_persona", *ALL)
    enter(keeper, page, label="weather", url=ADDRESS, new_credential=SECRET)
    assert juniper.mcp_servers.get().authorization() == SECRET
