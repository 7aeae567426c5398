"""POST /api/calls: a key for a call, and its rows."""

import json
import logging
import time
from typing import Any

import pytest
import requests
import responses
from django.test import Client
from openai.types.realtime import (
    ClientSecretCreateResponse,
    RealtimeResponseCreateParams,
    RealtimeSessionCreateRequest,
)

from tests.support.sdk import validated
from voicechat.models import Call, Conversation, Persona, User

MINT = "https://api.openai.com/v1/realtime/client_secrets"
SECRET = "ek_this_must_not_be_kept"
ANSWER = {"value": SECRET, "expires_at": 1_900_000_000, "session": {}}


def start(client: Client, persona: Persona, **headers: str) -> Any:
    return client.post(
        "/api/calls", {"persona": str(persona.pk)}, content_type="application/json", headers=headers
    )


@responses.activate
def test_a_person_gets_what_a_call_needs_and_nothing_more(
    as_alice: Client, juniper: Persona
) -> None:
    responses.post(MINT, json=ANSWER)
    answer = start(as_alice, juniper)
    assert answer.status_code == 201
    body = answer.json()
    call = Call.objects.get()
    assert body.pop("opening")["instructions"].endswith(juniper.opening_line)
    assert 3598 <= body.pop("seconds_left") <= 3600
    assert body.pop("now") == pytest.approx(time.time(), abs=30)
    assert body == {
        "call": str(call.pk),
        "conversation_url": f"/history/{call.conversation_id}/",
        "continue_url": f"/conversations/{call.conversation_id}/continue/",
        "calls_url": f"/api/conversations/{call.conversation_id}/calls",
        "replay_url": f"/api/conversations/{call.conversation_id}/replay",
        "client_secret": {"value": SECRET, "expires_at": 1_900_000_000},
        "offer_url": "https://api.openai.com/v1/realtime/calls",
        "socket_url": "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1",
        "records_url": f"/api/calls/{call.pk}/records",
        "settings_url": f"/api/calls/{call.pk}/settings",
        "limit": {
            "near": ["5 minutes left in this call.", "1 minute left in this call."],
            "over": "A call with this persona may last 60 minutes. What was said is kept, and you "
            "can go on with it.",
            "end_reason": "time_limit",
        },
    }


@responses.activate
def test_the_request_is_what_the_sdk_would_send(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    mint = responses.post(MINT, json=ANSWER)
    opening = start(as_alice, juniper).json()["opening"]
    sent = mint.calls[0].request
    body = json.loads(sent.body)
    assert body["expires_after"] == {"anchor": "created_at", "seconds": 60}
    assert validated(RealtimeSessionCreateRequest, body["session"]).model == juniper.model
    assert validated(RealtimeResponseCreateParams, opening)
    assert sent.headers["Authorization"] == "Bearer sk-for-tests"
    assert sent.headers["OpenAI-Safety-Identifier"] == alice.safety_identifier


@responses.activate
def test_the_conversation_keeps_the_settings_it_began_with(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    responses.post(MINT, json=ANSWER)
    start(as_alice, juniper)
    conversation = Conversation.objects.get()
    assert conversation.owner == alice
    assert conversation.settings["voice"] == juniper.voice
    assert conversation.settings["persona"]["name"] == "Juniper"


@responses.activate
def test_the_secret_and_the_key_are_neither_stored_nor_logged(
    as_alice: Client, juniper: Persona, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    responses.post(MINT, json=ANSWER)
    start(as_alice, juniper)
    rows = [*Call.objects.values(), *Conversation.objects.values()]
    for secret in (SECRET, "sk-for-tests"):
        assert secret not in caplog.text
        assert secret not in str(rows)


FAILURES: list[tuple[dict[str, Any], int, str]] = [
    ({"status": 401, "json": {"error": {"code": "invalid_api_key"}}}, 502, "key_refused"),
    ({"status": 403, "json": {"error": {}}}, 502, "key_refused"),
    ({"status": 404, "json": {"error": {}}}, 502, "model_unknown"),
    ({"status": 400, "json": {"error": {"code": "model_not_found"}}}, 502, "model_unknown"),
    ({"status": 400, "json": {"error": {"param": "session.audio"}}}, 502, "session_refused"),
    ({"status": 429, "json": {"error": {"code": "insufficient_quota"}}}, 503, "quota_exhausted"),
    ({"status": 429, "body": "slow down"}, 429, "rate_limited"),
    ({"status": 500, "body": "<html>oops</html>"}, 503, "provider_down"),
    ({"status": 503, "json": {"error": "text"}}, 503, "provider_down"),
    (
        {"status": 302, "headers": {"Location": "https://elsewhere.example"}},
        502,
        "provider_nonsense",
    ),
    ({"body": requests.ConnectionError()}, 503, "provider_down"),
    ({"body": requests.ReadTimeout()}, 504, "provider_timeout"),
    ({"body": requests.ConnectTimeout()}, 504, "provider_timeout"),
    ({"body": requests.exceptions.ChunkedEncodingError()}, 502, "provider_nonsense"),
    ({"body": "<html>hello</html>"}, 502, "provider_nonsense"),
    ({"json": ["a", "list"]}, 502, "provider_nonsense"),
    ({"json": {"value": "ek_1"}}, 502, "provider_nonsense"),
    ({"json": {"value": 7, "expires_at": 1}}, 502, "provider_nonsense"),
]


@pytest.mark.parametrize(("failure", "status", "code"), FAILURES)
@responses.activate
def test_each_failure_of_the_provider_has_a_clear_answer_of_its_own(
    as_alice: Client, juniper: Persona, failure: dict[str, Any], status: int, code: str
) -> None:
    responses.post(MINT, **failure)
    answer = start(as_alice, juniper)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["code"] == code
    assert len(error["message"]) > 30
    assert not Conversation.objects.exists()


@responses.activate
def test_a_rate_limit_says_how_long_to_wait(as_alice: Client, juniper: Persona) -> None:
    responses.post(MINT, status=429, headers={"Retry-After": "17"})
    answer = start(as_alice, juniper)
    assert answer["Retry-After"] == "17"
    assert answer.json()["error"]["retry_after"] == 17


@responses.activate
def test_a_connection_that_failed_is_tried_once_more(as_alice: Client, juniper: Persona) -> None:
    responses.post(MINT, body=requests.ConnectionError())
    responses.post(MINT, json=ANSWER)
    assert start(as_alice, juniper).status_code == 201
    assert len(responses.calls) == 2


@responses.activate
def test_a_timeout_is_not_tried_again(as_alice: Client, juniper: Persona) -> None:
    mint = responses.post(MINT, body=requests.ReadTimeout())
    start(as_alice, juniper)
    assert len(mint.calls) == 1


def test_a_visitor_gets_no_key(client: Client, juniper: Persona) -> None:
    answer = start(client, juniper)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "signed_out"


def test_another_site_cannot_start_a_call(alice: User, juniper: Persona) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert start(client, juniper).json()["error"]["code"] == "forbidden"


def test_somebody_elses_persona_does_not_exist(as_alice: Client, charlie: User) -> None:
    own = Persona.objects.create(owner=charlie, name="Private", instructions="x")
    answer = start(as_alice, own)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"persona": "x"}', '{"persona": null, "model": "m"}']
)
def test_a_body_that_makes_no_sense_is_refused(as_alice: Client, body: str) -> None:
    answer = as_alice.post("/api/calls", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["code"] == "invalid"


def test_the_sdk_agrees_on_the_shape_of_a_client_secret() -> None:
    assert {"value", "expires_at"} <= set(ClientSecretCreateResponse.model_fields)
