"""Tools of personas: what is kept of them, and who gets to see the credentials."""

import json
import logging
from typing import Any

import pytest
import responses
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from openai.types.realtime import RealtimeSessionCreateRequest

from tests.api.test_start_call import ANSWER, MINT, start
from tests.support.sdk import validated
from voicechat.models import Conversation, McpServer, Persona, User

SECRET = "tok-this-stays-inside"
ADDRESS = "https://mcp.example.com/mcp"


@pytest.fixture
def server(juniper: Persona) -> McpServer:
    """Juniper's tools, with a credential."""
    return add(juniper, "weather", SECRET)


def add(persona: Persona, label: str, authorization: str = "", **fields: Any) -> McpServer:
    server = McpServer(persona=persona, label=label, **{"url": ADDRESS, **fields})
    server.authorize(authorization)
    server.full_clean()
    server.save()
    return server


def sent_tools(mint: responses.BaseResponse) -> list[dict[str, Any]]:
    """The tools in the last request for a key, which the SDK has to know."""
    session = json.loads(mint.calls[-1].request.body)["session"]
    validated(RealtimeSessionCreateRequest, session)
    return session.get("tools", [])


@responses.activate
def test_the_provider_gets_the_tools_with_their_credential(
    as_alice: Client, juniper: Persona, server: McpServer
) -> None:
    mint = responses.post(MINT, json=ANSWER)
    add(juniper, "docs", allowed_tools="search\nfetch, search")
    start(as_alice, juniper)
    docs, weather = sent_tools(mint)
    asked = {"type": "mcp", "server_url": ADDRESS, "require_approval": "never"}
    assert weather == {**asked, "server_label": "weather", "authorization": SECRET}
    assert docs == {**asked, "server_label": "docs", "allowed_tools": ["search", "fetch"]}


@responses.activate
def test_nobody_else_sees_the_credential(
    as_alice: Client,
    as_admin: Client,
    juniper: Persona,
    server: McpServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    mint = responses.post(MINT, json=ANSWER)
    started = start(as_alice, juniper)
    assert sent_tools(mint)[0]["authorization"] == SECRET
    conversation = Conversation.objects.get()
    assert conversation.settings["tools"] == [server.tool()]
    change = as_alice.post(started.json()["settings_url"], {}, content_type="application/json")
    assert "tools" not in change.json()["session"]
    shown = [started.content, change.content, json.dumps(conversation.settings).encode()]
    pages = ["/", started.json()["conversation_url"], started.json()["continue_url"]]
    shown += [as_alice.get(page).content for page in [*pages, "/personas/"]]
    exported = as_alice.get(f"/history/{conversation.pk}/export/?format=json")
    shown += [exported.getvalue()]
    places = [f"persona/{juniper.pk}", f"conversation/{conversation.pk}"]
    shown += [as_admin.get(f"/admin/voicechat/{place}/change/").content for place in places]
    shown += [as_admin.get(f"/admin/voicechat/persona/{juniper.pk}/history/").content]
    stored = server.credential
    for text in (*map(bytes.decode, shown), caplog.text):
        assert SECRET not in text
        assert stored not in text
    assert SECRET not in stored


@responses.activate
def test_a_credential_may_be_named_and_stay_in_the_environment(
    as_alice: Client, juniper: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    mint = responses.post(MINT, json=ANSWER)
    server = add(juniper, "weather", "env:MCP_WEATHER")
    assert server.credential == "env:MCP_WEATHER"
    monkeypatch.setenv("MCP_WEATHER", SECRET)
    start(as_alice, juniper)
    assert sent_tools(mint)[0]["authorization"] == SECRET


@pytest.mark.parametrize("name", ["SECRET_KEY", "OPENAI_API_KEY", "MCP_", "MCP_a", "XMCP_A"])
def test_only_variables_that_are_meant_for_it_can_be_named(juniper: Persona, name: str) -> None:
    with pytest.raises(ValidationError, match="MCP_"):
        add(juniper, "weather", f"env:{name}")


@responses.activate
@pytest.mark.parametrize("kept", ["sealed", "env:MCP_MISSING"])
def test_a_call_goes_on_without_the_tools_whose_credential_is_lost(
    as_alice: Client,
    juniper: Persona,
    settings: object,
    kept: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    mint = responses.post(MINT, json=ANSWER)
    add(juniper, "docs")
    add(juniper, "weather", SECRET if kept == "sealed" else kept)
    settings.SECRET_KEY = "another-key" * 8
    as_alice.force_login(User.objects.get(email="alice@example.org"))
    assert start(as_alice, juniper).status_code == 201
    assert [tool["server_label"] for tool in sent_tools(mint)] == ["docs"]
    assert "weather" in caplog.text


def test_credentials_are_sealed_anew_when_the_key_changes(
    server: McpServer, juniper: Persona, settings: object
) -> None:
    named = add(juniper, "docs", "env:MCP_DOCS")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key" * 8
    call_command("reseal_credentials")
    settings.SECRET_KEY_FALLBACKS = []
    server.refresh_from_db()
    named.refresh_from_db()
    assert server.authorization() == SECRET
    assert named.credential == "env:MCP_DOCS"
    settings.SECRET_KEY = "lost" * 20
    with pytest.raises(CommandError, match="Juniper: weather"):
        call_command("reseal_credentials")


@pytest.mark.parametrize(
    "address",
    [
        "http://mcp.example.com/mcp",
        "http://localhost:9000/mcp",
        "ftp://mcp.example.com",
        "https://user:secret@mcp.example.com/",
        "https://mcp.example.com/?key=secret",
        "https://mcp.example.com/#secret",
        "https://mcp.example.com:port/",
        "https://[mcp/",
        "https:///mcp",
        "https://mcp.example.com/with space",
        "mcp.example.com",
    ],
)
def test_an_address_is_safe_and_holds_no_key(juniper: Persona, address: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add(juniper, "weather", url=address)
    assert set(refused.value.message_dict) == {"url"}


def test_in_local_mode_a_server_may_be_on_this_machine(juniper: Persona, settings: object) -> None:
    settings.REALTIME_IS_LOCAL = True
    add(juniper, "weather", url="http://localhost:9000/mcp")
    with pytest.raises(ValidationError):
        add(juniper, "other", url="http://192.168.1.7:9000/mcp")


@pytest.mark.parametrize("label", ["", "9lives", "with space", "wéather", "x" * 65, "weather\n"])
def test_a_label_is_one_that_the_provider_takes(juniper: Persona, label: str) -> None:
    with pytest.raises(ValidationError):
        add(juniper, label)


def test_a_label_names_one_server_of_a_persona(juniper: Persona, server: McpServer) -> None:
    with pytest.raises(ValidationError):
        add(juniper, "weather")
    add(Persona.objects.get(name="Ada"), "weather")


def test_what_cannot_be_a_tools_name_is_refused(juniper: Persona) -> None:
    with pytest.raises(ValidationError, match="se/arch"):
        add(juniper, "docs", allowed_tools="fetch, se/arch")


@responses.activate
def test_a_conversation_that_remembers_tools_gives_nobody_tools(
    as_alice: Client, juniper: Persona, server: McpServer
) -> None:
    """What a conversation remembers may come from a file that somebody wrote themselves."""
    mint = responses.post(MINT, json=ANSWER)
    start(as_alice, juniper)
    Persona.objects.update(is_published=False)
    conversation = Conversation.objects.get()
    assert conversation.settings["tools"]
    address = f"/api/conversations/{conversation.pk}/calls"
    assert as_alice.post(address, {}, content_type="application/json").status_code == 201
    assert sent_tools(mint) == []


def test_versions_of_a_server_are_kept_without_its_credential(server: McpServer) -> None:
    names = {field.name for field in McpServer.history.model._meta.get_fields()}
    assert "url" in names
    assert "credential" not in names
