"""Calls over a WebSocket, as a browser opens them."""

import asyncio
import json

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError

from .caller import API_KEY, AS_SERVER, calling, serving
from .sdk import check_event


def protocols(key: str) -> tuple[str, str]:
    return "realtime", f"openai-insecure-api-key.{key}"


async def mint(http: ClientSession, base: str, **session: object) -> str:
    body = {"session": {"type": "realtime", **session}}
    url = f"{base}/v1/realtime/client_secrets"
    async with http.post(url, json=body, headers=AS_SERVER) as response:
        return str((await response.json())["value"])


async def read(socket) -> dict:
    event = await socket.receive_json(timeout=5)
    check_event(event)
    return event


def test_a_browser_calls_with_its_key_as_a_subprotocol(no_speech):
    async def scenario():
        async with serving(no_speech) as base, ClientSession() as http:
            key = await mint(http, base, instructions="Be brief.")
            url = f"{base}/v1/realtime?model=gpt-realtime-2.1"
            async with http.ws_connect(url, protocols=protocols(key)) as socket:
                return socket.protocol, await read(socket)

    protocol, event = asyncio.run(scenario())
    assert protocol == "realtime"
    assert event["type"] == "session.created"
    assert event["session"]["instructions"] == "Be brief."


@pytest.mark.parametrize(
    ("query", "key", "status"),
    [
        ("?model=m", "ek_guess", 401),
        ("?model=m", "", 401),
        ("", API_KEY, 400),
        ("?call_id=rtc_1", API_KEY, 404),
    ],
)
def test_what_is_not_in_order_is_refused_before_the_connection(no_speech, query, key, status):
    async def scenario():
        async with serving(no_speech) as base, ClientSession() as http:
            with pytest.raises(WSServerHandshakeError) as refused:
                await http.ws_connect(f"{base}/v1/realtime{query}", protocols=protocols(key))
            return refused.value.status

    assert asyncio.run(scenario()) == status


@pytest.mark.parametrize(
    ("event", "code", "param"),
    [
        ({"type": "input_audio_buffer.append", "audio": "~"}, "invalid_value", "audio"),
        ({"type": "input_audio_buffer.append", "audio": "AAAA"}, "invalid_value", "audio"),
        ({"type": "input_audio_buffer.append", "audio": ""}, None, None),
        ({"type": "output_audio_buffer.clear"}, "output_audio_buffer_clear_not_supported", None),
    ],
)
def test_an_event_that_is_not_in_order_leaves_the_line_open(no_speech, event, code, param):
    async def scenario():
        async with serving(no_speech) as base, ClientSession() as http:
            url = f"{base}/v1/realtime"
            key = await mint(http, base)
            async with http.ws_connect(url, protocols=protocols(key)) as socket:
                await read(socket)
                await socket.send_json(event)
                await socket.send_json({"type": "no.such"})
                return [(await read(socket))["error"] for _ in range(2 if code else 1)]

    errors = asyncio.run(scenario())
    assert code is None or (errors[0]["code"], errors[0]["param"]) == (code, param)
    assert errors[-1]["param"] == "type"


def test_over_webrtc_audio_does_not_come_in_events(no_speech):
    async def scenario():
        async with calling(no_speech) as (caller, _, _):
            caller.send("input_audio_buffer.append", audio="AAAAAA==")
            return (await caller.until("error"))["error"]["code"]

    assert asyncio.run(scenario()) == "input_audio_buffer_append_not_supported"


def test_a_call_ends_with_its_socket_and_its_observers_are_told(no_speech):
    async def scenario():
        async with calling(no_speech) as (caller, http, base):
            call_id = caller.location.rpartition("/")[2]
            url = f"{base}/v1/realtime?call_id={call_id}"
            async with http.ws_connect(url, headers=AS_SERVER) as sideband:
                assert json.loads(await sideband.receive_str())["type"] == "session.created"
                await caller.hang_up()
                return (await sideband.receive(timeout=5)).type

    assert asyncio.run(scenario()) is WSMsgType.CLOSE


def test_an_observer_that_leaves_does_not_end_the_call(no_speech):
    async def scenario():
        async with calling(no_speech) as (caller, http, base):
            url = f"{base}/v1/realtime?call_id={caller.location.rpartition('/')[2]}"
            async with http.ws_connect(url, headers=AS_SERVER) as sideband:
                await sideband.receive_str()
            caller.send("response.create", response={"output_modalities": ["text"]})
            return (await caller.until("response.done"))["response"]["status"]

    assert asyncio.run(scenario()) == "completed"
