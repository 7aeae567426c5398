"""Failing on purpose: how it is asked for, and what HTTP makes of it."""

import asyncio
import json

import pytest
from aiohttp import ClientSession, ClientTimeout

from voicechat.localpeer.faults import Faults, FaultSwitch, describe

from .caller import AS_SERVER, serving

SECRETS = "/v1/realtime/client_secrets"
CALLS = "/v1/realtime/calls"


def post(speech, path, timeout_s=5.0, **faults):
    """What a request gets: status, headers, body."""

    async def scenario():
        timeout = ClientTimeout(timeout_s)
        async with (
            serving(speech, **faults) as base,
            ClientSession(timeout=timeout) as http,
            http.post(f"{base}{path}", headers=AS_SERVER) as response,
        ):
            return response.status, response.headers, await response.text()

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("mint", SECRETS),
        ("call", CALLS),
        ("hangup", f"{CALLS}/rtc_1/hangup"),
    ],
)
@pytest.mark.parametrize("refusal", ["401", "429", "500"])
def test_each_endpoint_can_refuse(no_speech, name, path, refusal):
    status, headers, body = post(no_speech, path, **{name: refusal}, retry_after_s=7)
    assert status == int(refusal)
    assert set(json.loads(body)["error"]) == {"type", "code", "message", "param"}
    assert headers.get("Retry-After") == ("7" if refusal == "429" else None)
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_an_endpoint_can_answer_as_a_broken_proxy_would(no_speech):
    status, headers, body = post(no_speech, SECRETS, mint="html")
    assert (status, headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "<h1>" in body


def test_a_websocket_can_be_refused(no_speech):
    async def scenario():
        async with (
            serving(no_speech, websocket="429") as base,
            ClientSession() as http,
            http.get(f"{base}/v1/realtime", headers=AS_SERVER) as response,
        ):
            return response.status

    assert asyncio.run(scenario()) == 429


def test_an_endpoint_can_hang(no_speech):
    with pytest.raises(TimeoutError):
        post(no_speech, SECRETS, timeout_s=0.3, mint="hang")


@pytest.mark.parametrize(("path", "name"), [(SECRETS, "mint_delay_s"), (CALLS, "answer_delay_s")])
def test_answers_can_be_late(no_speech, path, name):
    with pytest.raises(TimeoutError):
        post(no_speech, path, timeout_s=0.3, **{name: 0.6})


def test_faults_are_switched_from_outside_while_a_request_hangs(no_speech):
    async def scenario():
        async with serving(no_speech, mint="hang") as base, ClientSession() as http:
            hanging = asyncio.create_task(http.post(f"{base}{SECRETS}", headers=AS_SERVER))
            url, on = f"{base}/faults", {"call": "500", "transcript_delay_s": 2}
            async with http.put(url, json=on, headers=AS_SERVER) as response:
                assert response.status == 200
            async with await hanging as response, http.get(url, headers=AS_SERVER) as shown:
                return response.status, await shown.json()

    status, faults = asyncio.run(scenario())
    assert status == 200
    assert faults == Faults(call="500", transcript_delay_s=2).as_dict()


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {}, 401),
        (AS_SERVER, {"no_such": 1}, 400),
        (AS_SERVER, {"mint": "404"}, 400),
        (AS_SERVER, {"retry_after_s": "soon"}, 400),
    ],
)
def test_only_known_faults_are_taken_and_only_with_the_key(no_speech, headers, body, status):
    async def scenario():
        async with (
            serving(no_speech) as base,
            ClientSession() as http,
            http.put(f"{base}/faults", json=body, headers=headers) as response,
        ):
            return response.status

    assert asyncio.run(scenario()) == status


def test_every_fault_is_described():
    assert all(f"  {name} " in describe() for name in Faults().as_dict())


def test_faults_are_read_from_the_command_line():
    read = Faults.from_assignments(["mint=500", "unknown_events", "silent_after_s=2.5"])
    assert read == Faults(mint="500", unknown_events=True, silent_after_s=2.5)


@pytest.mark.parametrize("wrong", ["mint", "mint=", "nothing=1", "transcript_delay_s=late"])
def test_what_is_no_fault_is_refused_by_the_command_line(wrong):
    with pytest.raises(ValueError, match=wrong.partition("=")[0]):
        Faults.from_assignments([wrong])


def test_a_switch_tells_those_who_wait():
    async def scenario():
        switch = FaultSwitch(Faults())
        waiting = asyncio.create_task(switch.until(lambda faults: faults.call == "500"))
        await switch.changed(0.01)
        switch.set(Faults(mint="500"))
        switch.set(Faults(call="500"))
        await asyncio.wait_for(waiting, 1)

    asyncio.run(scenario())
