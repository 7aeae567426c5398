"""The HTTP contract."""

import asyncio
import json

import pytest
from aiohttp import MultipartWriter
from aiohttp.test_utils import TestClient, TestServer
from aiortc import RTCConfiguration, RTCPeerConnection
from openai.types.realtime import ClientSecretCreateResponse

from voicechat.localpeer import access, call
from voicechat.localpeer import server as server_module
from voicechat.localpeer.server import MAX_BODY_BYTES, Server
from voicechat.localpeer.settings import effective_session

from .caller import API_KEY, AS_SERVER
from .sdk import check

SECRETS = "/v1/realtime/client_secrets"
CALLS = "/v1/realtime/calls"
SDP = {"Content-Type": "application/sdp"}


@pytest.fixture
def ask(no_speech):
    """Sends requests to one server, in order; returns status, headers and body of the last."""

    def ask(*requests):
        async def scenario():
            app = Server(API_KEY, no_speech).application()
            async with TestClient(TestServer(app)) as client:
                for method, path, options in requests:
                    response = await client.request(method, path, **options)
                    body = await response.text()
            return response.status, response.headers, body

        return asyncio.run(scenario())

    return ask


def multipart(**parts):
    """A form as the official SDK writes it: each part with a content type of its own."""
    form = MultipartWriter("form-data")
    for name, value in parts.items():
        part = form.append(value, {"Content-Type": "application/json"})
        part.set_content_disposition("form-data", name=name)
    return form


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def test_it_never_says_what_servers_of_tools_are_signed_in_to_with(ask):
    tool = {
        "type": "mcp",
        "server_label": "weather",
        "server_url": "https://mcp.example.com",
        "authorization": "tok-1",
        "headers": {"X-Key": "tok-2"},
    }
    session = {"type": "realtime", "tools": [tool]}
    asked = {"headers": AS_SERVER, "json": {"session": session}}
    status, _, body = ask(("POST", SECRETS, asked))
    assert status == 200
    check(ClientSecretCreateResponse, json.loads(body))
    assert json.loads(body)["session"]["tools"][0]["server_label"] == "weather"
    assert "tok-" not in body


def test_it_says_that_it_is_well(ask):
    status, _, body = ask(("GET", "/healthz", {}))
    assert (status, json.loads(body)) == (200, {"status": "ok"})


def test_a_secret_comes_with_the_effective_session(ask):
    body = {
        "expires_after": {"anchor": "created_at", "seconds": 60},
        "session": {"type": "realtime", "audio": {"output": {"voice": "marin"}}},
    }
    status, _, text = ask(("POST", SECRETS, {"headers": AS_SERVER, "json": body}))
    secret = json.loads(text)
    assert status == 200
    check(ClientSecretCreateResponse, secret)
    assert secret["value"].startswith("ek_")
    assert secret["session"]["audio"]["output"]["voice"] == "marin"
    assert secret["session"]["audio"]["input"]["turn_detection"]["type"] == "server_vad"


@pytest.mark.parametrize("headers", [{}, bearer("wrong"), bearer("ek_wrong"), bearer("schlüssel")])
@pytest.mark.parametrize("path", [SECRETS, CALLS, f"{CALLS}/rtc_x/hangup"])
def test_without_the_right_key_nothing_is_done(ask, path, headers):
    status, _, text = ask(("POST", path, {"headers": {**SDP, **headers}}))
    error = json.loads(text)["error"]
    assert status == 401
    assert set(error) == {"type", "code", "message", "param"}


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"session": {"type": "realtime", "voice": "alloy"}}, "session.voice"),
        ({"expires_after": {"anchor": "now", "seconds": 60}}, "expires_after.anchor"),
        ({"expires_after": {"anchor": "created_at", "seconds": 9}}, "expires_after.seconds"),
        ({"expires_after": {"anchor": "created_at", "seconds": 7201}}, "expires_after.seconds"),
        ({"model": "gpt-realtime"}, "model"),
    ],
)
def test_a_session_that_is_not_in_order_is_refused(ask, body, param):
    status, _, text = ask(("POST", SECRETS, {"headers": AS_SERVER, "json": body}))
    assert (status, json.loads(text)["error"]["param"]) == (400, param)


@pytest.mark.parametrize(("data", "status"), [(b"{", 400), (b"[]", 400), (b"\xff", 400)])
def test_a_body_that_is_no_object_is_refused(ask, data, status):
    assert ask(("POST", SECRETS, {"headers": AS_SERVER, "data": data}))[0] == status


def test_a_body_that_is_too_large_is_refused(ask):
    data = b" " * (MAX_BODY_BYTES + 1)
    status, _, text = ask(("POST", SECRETS, {"headers": AS_SERVER, "data": data}))
    assert status == 413
    assert json.loads(text)["error"]["message"]


def test_a_path_that_is_not_there_is_refused_in_the_same_shape(ask):
    status, _, text = ask(("GET", "/v1/realtime/sessions", {}))
    assert (status, json.loads(text)["error"]["type"]) == (404, "invalid_request_error")


def test_a_browser_may_ask_from_any_origin(ask):
    status, headers, _ = ask(("OPTIONS", CALLS, {"headers": {"Origin": "http://localhost"}}))
    assert status == 204
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in headers["Access-Control-Allow-Headers"]
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]
    assert headers["Access-Control-Expose-Headers"] == "Location"


@pytest.fixture
def secret(monkeypatch):
    """A client secret that every server knows."""
    secrets = access.ClientSecrets()
    monkeypatch.setattr(access, "ClientSecrets", lambda: secrets)
    return bearer(secrets.mint(effective_session({"type": "realtime"})).value)


@pytest.fixture(scope="module")
def offer():
    """What a browser would offer."""

    async def create():
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        peer.createDataChannel("oai-events")
        peer.addTransceiver("audio")
        await peer.setLocalDescription(await peer.createOffer())
        sdp = peer.localDescription.sdp
        await peer.close()
        return sdp

    return asyncio.run(create())


@pytest.mark.parametrize("broken", ["", "hello", "v=0\r\n", "v=0\r\nm=audio x\r\n"])
def test_a_bad_offer_is_refused_readably_for_the_browser(ask, secret, broken):
    status, headers, text = ask(("POST", CALLS, {"headers": {**SDP, **secret}, "data": broken}))
    assert (status, json.loads(text)["error"]["code"]) == (400, "invalid_offer")
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_an_offer_of_another_content_type_is_refused(ask, secret):
    assert ask(("POST", CALLS, {"headers": secret, "data": b"v=0"}))[0] == 415


def test_an_offer_is_answered_with_the_calls_address(ask, secret, offer):
    status, headers, text = ask(("POST", CALLS, {"headers": {**SDP, **secret}, "data": offer}))
    assert status == 201
    assert headers["Location"].startswith(f"{CALLS}/rtc_")
    assert headers["Content-Type"].startswith("application/sdp")
    assert text.startswith("v=0")


@pytest.mark.parametrize(
    ("form", "status", "param"),
    [
        ({"session": "{}"}, 400, "sdp"),
        ({"sdp": "v=0", "session": "{"}, 400, "session"),
        ({"sdp": "v=0", "session": '{"type": "realtime", "voice": 1}'}, 400, "session.voice"),
        ({"sdp": "v=0", "model": "m"}, 400, "model"),
    ],
)
def test_a_form_that_is_not_in_order_is_refused(ask, form, status, param):
    request = {"headers": AS_SERVER, "data": multipart(**form)}
    got, _, text = ask(("POST", CALLS, request))
    assert (got, json.loads(text)["error"]["param"]) == (status, param)


def test_an_ephemeral_key_brings_its_own_session(ask, secret):
    request = {"headers": secret, "data": multipart(sdp="v=0", session="{}")}
    status, _, text = ask(("POST", CALLS, request))
    assert (status, json.loads(text)["error"]["param"]) == (400, "session")


def test_an_answered_call_that_never_connects_makes_room_again(
    no_speech, secret, offer, monkeypatch
):
    monkeypatch.setattr(server_module, "MAX_CALLS", 1)
    monkeypatch.setattr(call, "CONNECT_SECONDS", 0)
    request = {"headers": {**SDP, **secret}, "data": offer}

    async def scenario():
        app = Server(API_KEY, no_speech).application()
        async with TestClient(TestServer(app)) as client, asyncio.timeout(5):
            assert (await client.post(CALLS, **request)).status == 201
            while (await client.post(CALLS, **request)).status == 429:
                pass

    asyncio.run(scenario())


def test_there_is_a_limit_to_calls_at_once(ask, secret, monkeypatch):
    monkeypatch.setattr(server_module, "MAX_CALLS", 0)
    status, _, text = ask(("POST", CALLS, {"headers": {**SDP, **secret}, "data": "v=0"}))
    assert (status, json.loads(text)["error"]["code"]) == (429, "rate_limit_exceeded")
