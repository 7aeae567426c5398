"""Calls that fail on purpose."""

import asyncio
import base64
import time

import pytest
from aiohttp import ClientSession

from .caller import AS_SERVER, calling, serving

TEXT = {"output_modalities": ["text"]}


async def put(http: ClientSession, base: str, **faults: object) -> None:
    """Replaces the faults of a running server."""
    async with http.put(f"{base}/faults", json=faults, headers=AS_SERVER) as response:
        assert response.status == 200


def test_a_session_can_expire_early(no_speech):
    async def scenario():
        async with calling(no_speech, session_expires_after_s=0.2) as (caller, _, _):
            error = await caller.until("error")
            await asyncio.wait_for(caller.closed.wait(), 5)
            return error["error"]["code"]

    assert asyncio.run(scenario()) == "session_expired"


def test_an_early_end_is_foretold_to_a_call_that_begins_later(no_speech):
    async def scenario():
        async with calling(no_speech, session_expires_after_s=600) as (caller, _, _):
            return (await caller.until("session.created"))["session"]["expires_at"]

    assert asyncio.run(scenario()) - time.time() == pytest.approx(600, abs=10)


def test_a_call_can_be_hung_up_without_a_word(no_speech):
    async def scenario():
        async with calling(no_speech, hung_up_after_s=0.2) as (caller, _, _):
            await asyncio.wait_for(caller.closed.wait(), 5)
            return [event["type"] for event in caller.events]

    assert asyncio.run(scenario()) == ["session.created"]


def test_a_line_can_go_dead_without_a_goodbye(no_speech):
    async def scenario():
        async with calling(no_speech) as (caller, http, base):
            await put(http, base, line_cut_after_s=0)
            await caller.until_packets_stop()
            return caller.closed.is_set()

    assert asyncio.run(scenario()) is False


def test_a_socket_can_go_dead_without_a_goodbye(no_speech):
    async def scenario():
        async with serving(no_speech, line_cut_after_s=0.1) as base, ClientSession() as http:
            url = f"{base}/v1/realtime?model=m"
            async with http.ws_connect(url, headers=AS_SERVER) as socket:
                await socket.receive_json()
                await socket.receive(timeout=5)
                return socket.close_code

    assert asyncio.run(scenario()) == 1006


def test_speech_can_remain_unheard(no_speech):
    hear = {"transcription": {"model": "gpt-transcribe"}, "turn_detection": None}
    update = {"type": "realtime", "audio": {"input": hear}}
    sound = base64.b64encode(bytes(48 * 200)).decode()

    async def scenario():
        async with (
            serving(no_speech, transcription_fails=True) as base,
            ClientSession() as http,
            http.ws_connect(f"{base}/v1/realtime?model=m", headers=AS_SERVER) as socket,
        ):
            await socket.send_json({"type": "session.update", "session": update})
            await socket.send_json({"type": "input_audio_buffer.append", "audio": sound})
            await socket.send_json({"type": "input_audio_buffer.commit"})
            return [(await socket.receive_json(timeout=5))["type"] for _ in range(6)]

    failed = "conversation.item.input_audio_transcription.failed"
    assert asyncio.run(scenario())[-1] == failed


def test_the_media_can_be_lost_while_events_go_on(no_speech):
    async def scenario():
        async with calling(no_speech, media_lost_after_s=0.1) as (caller, _, _):
            await caller.until_packets_stop()
            caller.send("response.create", response=TEXT)
            return (await caller.until("response.done"))["response"]["status"]

    assert asyncio.run(scenario()) == "completed"


def test_a_call_can_go_silent_and_come_back(no_speech):
    async def scenario():
        async with calling(no_speech) as (caller, http, base):
            await put(http, base, silent_after_s=0)
            caller.send("conversation.item.delete", item_id="unheard")
            caller.send("input_audio_buffer.clear", event_id="unheard")
            await caller.until_packet()
            await put(http, base)
            caller.send("response.create", response=TEXT)
            await caller.until("response.created")
            return [event["type"] for event in caller.events]

    types = asyncio.run(scenario())
    assert types == ["session.created", "response.created"]
