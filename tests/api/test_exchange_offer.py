"""POST /api/calls/{id}/offer: a call that the site sets up itself, so that no browser has a key."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import requests
import responses
from django.test import Client
from django.utils import timezone
from openai.types.realtime import RealtimeSessionCreateRequest

from tests.support.sdk import validated
from tests.test_mcp_servers import add
from voicechat import enforcing
from voicechat.models import Call, Conversation, DayUsage, HangUp, Persona, User

CALLS = "https://api.openai.com/v1/realtime/calls"
OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"
ANSWER = "v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\n"
ANSWERED = {"status": 201, "body": ANSWER, "headers": {"Location": "/v1/realtime/calls/rtc_1"}}


@pytest.fixture(autouse=True)
def provider(settings: Any) -> Any:
    settings.REALTIME_SIGNALLING = "server"
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(CALLS, **ANSWERED)
        yield mock


def start(client: Client, persona: Persona) -> dict[str, Any]:
    body = {"persona": str(persona.pk)}
    answer = client.post("/api/calls", body, content_type="application/json")
    assert answer.status_code == 201
    return answer.json()


def offer(client: Client, url: str, sdp: str | bytes = OFFER, kind: str = "application/sdp") -> Any:
    return client.post(url, sdp, content_type=kind)


def report(client: Client, call: str, **batch: Any) -> Any:
    url = f"/api/calls/{call}/records"
    return client.post(url, batch, content_type="application/json")


def parts(request: requests.PreparedRequest) -> dict[str, str]:
    """The parts of a multipart body, by name."""
    found = {}
    for piece in request.body.split(request.headers["Content-Type"].split("boundary=")[1].encode()):
        head, _, body = piece.partition(b"\r\n\r\n")
        if b'name="' in head:
            name = head.split(b'name="')[1].split(b'"')[0].decode()
            found[name] = body.removesuffix(b"\r\n--").decode()
    return found


def test_a_start_gives_no_key_and_nothing_of_the_provider(
    as_alice: Client, juniper: Persona, provider: Any
) -> None:
    grant = start(as_alice, juniper)
    assert grant["client_secret"] is grant["socket_url"] is None
    assert grant["offer_url"] == f"/api/calls/{grant['call']}/offer"
    assert "api.openai.com" not in json.dumps(grant)
    assert not provider.calls


def test_the_offer_is_exchanged_as_the_sdk_would(
    as_alice: Client, alice: User, juniper: Persona, provider: Any
) -> None:
    answer = offer(as_alice, start(as_alice, juniper)["offer_url"])
    assert (answer.status_code, answer.content.decode()) == (201, ANSWER)
    assert answer["Content-Type"] == "application/sdp"
    sent = provider.calls[0].request
    found = parts(sent)
    assert found["sdp"] == OFFER
    session = validated(RealtimeSessionCreateRequest, json.loads(found["session"]))
    assert (session.model, session.instructions) == (juniper.model, juniper.instructions)
    assert sent.headers["Authorization"] == "Bearer sk-for-tests"
    assert sent.headers["OpenAI-Safety-Identifier"] == alice.safety_identifier


def test_the_id_is_known_and_the_session_that_was_composed_is_not_kept(
    as_alice: Client, juniper: Persona
) -> None:
    grant = start(as_alice, juniper)
    assert Call.objects.get().setup["voice"] == juniper.voice
    offer(as_alice, grant["offer_url"])
    call = Call.objects.get()
    assert (call.provider_call_id, call.setup) == ("rtc_1", None)


def test_what_was_composed_at_the_start_is_what_is_asked_for(
    as_alice: Client, juniper: Persona, provider: Any
) -> None:
    url = start(as_alice, juniper)["offer_url"]
    Persona.objects.update(instructions="Something else.")
    offer(as_alice, url)
    session = json.loads(parts(provider.calls[0].request)["session"])
    assert session["instructions"] == juniper.instructions


def test_what_opens_a_tool_goes_to_the_provider_alone(
    as_alice: Client, juniper: Persona, provider: Any
) -> None:
    add(juniper, "weather", "sesame")
    grant = start(as_alice, juniper)
    assert "sesame" not in json.dumps(grant)
    assert "sesame" not in str(Call.objects.values())
    assert "sesame" not in offer(as_alice, grant["offer_url"]).content.decode()
    [tool] = json.loads(parts(provider.calls[0].request)["session"])["tools"]
    assert (tool["server_label"], tool["authorization"]) == ("weather", "sesame")


def test_a_call_is_opened_once(as_alice: Client, juniper: Persona, provider: Any) -> None:
    url = start(as_alice, juniper)["offer_url"]
    assert offer(as_alice, url).status_code == 201
    second = offer(as_alice, url)
    assert (second.status_code, second.json()["error"]["code"]) == (409, "call_over")
    assert len(provider.calls) == 1


def test_a_call_that_is_over_is_not_opened(
    as_alice: Client, juniper: Persona, provider: Any
) -> None:
    grant = start(as_alice, juniper)
    report(as_alice, grant["call"], end_reason="failed")
    assert offer(as_alice, grant["offer_url"]).status_code == 409
    assert not provider.calls
    assert Call.objects.get().setup is None


def test_a_call_that_ends_while_the_provider_answers_is_hung_up(
    as_alice: Client, juniper: Persona, provider: Any
) -> None:
    grant = start(as_alice, juniper)

    def end_meanwhile(_: object) -> tuple[int, dict[str, str], str]:
        report(as_alice, grant["call"], end_reason="page_closed")
        return 201, ANSWERED["headers"], ANSWER

    provider.remove(responses.POST, CALLS)
    provider.add_callback(responses.POST, CALLS, end_meanwhile)
    assert offer(as_alice, grant["offer_url"]).status_code == 409
    assert HangUp.objects.get().provider_call_id == "rtc_1"


def test_nobody_opens_anothers_call(
    as_alice: Client, as_charlie: Client, as_admin: Client, client: Client, juniper: Persona
) -> None:
    url = start(as_alice, juniper)["offer_url"]
    assert offer(as_charlie, url).status_code == offer(as_admin, url).status_code == 404
    assert offer(client, url).status_code == 401
    assert offer(as_alice, url).status_code == 201


def test_another_site_cannot_open_one(as_alice: Client, alice: User, juniper: Persona) -> None:
    url = start(as_alice, juniper)["offer_url"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert offer(client, url).status_code == 403


def test_where_browsers_have_keys_there_is_nothing_to_exchange(
    as_alice: Client, call: Call
) -> None:
    assert offer(as_alice, f"/api/calls/{call.pk}/offer").status_code == 404


@pytest.mark.parametrize(
    ("sdp", "kind", "status"),
    [
        ("", "application/sdp", 422),
        ("hello", "application/sdp", 422),
        (b"v=0\xff", "application/sdp", 422),
        (OFFER, "text/plain", 422),
        (OFFER + "a=x\r\n" * 20_000, "application/sdp", 413),
        (OFFER + "a=x\r\n" * 90_000, "application/sdp", 413),
    ],
)
def test_what_is_no_offer_is_refused_and_costs_nothing(
    as_alice: Client, juniper: Persona, provider: Any, sdp: str, kind: str, status: int
) -> None:
    url = start(as_alice, juniper)["offer_url"]
    assert offer(as_alice, url, sdp, kind).status_code == status
    assert not provider.calls
    assert offer(as_alice, url).status_code == 201


FAILURES: list[tuple[dict[str, Any], int, str]] = [
    ({"status": 401}, 502, "key_refused"),
    ({"status": 404}, 502, "model_unknown"),
    ({"status": 400}, 502, "session_refused"),
    ({"status": 429, "headers": {"Retry-After": "7"}}, 429, "rate_limited"),
    ({"status": 500}, 503, "provider_down"),
    ({"body": requests.ConnectionError()}, 503, "provider_down"),
    ({"body": requests.ReadTimeout()}, 504, "provider_timeout"),
    ({"status": 201, "body": ANSWER}, 502, "provider_nonsense"),
    ({**ANSWERED, "headers": {"Location": "/calls/a b"}}, 502, "provider_nonsense"),
]


@pytest.mark.parametrize(("failure", "status", "code"), FAILURES)
def test_each_failure_of_the_provider_has_a_clear_answer_and_ends_the_call(
    as_alice: Client, juniper: Persona, provider: Any, failure: Any, status: int, code: str
) -> None:
    provider.replace(responses.POST, CALLS, **failure)
    answer = offer(as_alice, start(as_alice, juniper)["offer_url"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert len(provider.calls) == 1  # twice might open two calls
    assert Call.objects.get().end_reason == "failed"
    assert not DayUsage.objects.exists()


def test_no_key_is_to_be_had_ahead(as_alice: Client, juniper: Persona, provider: Any) -> None:
    body = {"persona": str(juniper.pk)}
    answer = as_alice.post("/api/calls/reserved", body, content_type="application/json")
    assert answer.status_code == 204
    assert not Conversation.objects.exists()


def test_neither_offer_nor_answer_nor_key_is_logged(
    as_alice: Client, juniper: Persona, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    offer(as_alice, start(as_alice, juniper)["offer_url"])
    for secret in ("sk-for-tests", "IN IP4", juniper.instructions):
        assert secret not in caplog.text


@pytest.fixture
def opened(as_alice: Client, juniper: Persona) -> Call:
    """A call that was opened ten minutes ago, and heard of just now."""
    offer(as_alice, start(as_alice, juniper)["offer_url"])
    ten_minutes_ago = timezone.now() - timedelta(minutes=10)
    Call.objects.update(started_at=ten_minutes_ago, heard_at=timezone.now())
    return Call.objects.get()


def test_nobodys_word_is_taken_for_which_call_it_is_or_when_it_began_or_ended(
    as_alice: Client, opened: Call
) -> None:
    report(as_alice, opened.pk, provider_call_id="rtc_of_another", started_ms=500_000)
    report(as_alice, opened.pk, end_reason="failed", ended_ms=1)
    report(as_alice, opened.pk, end_reason="ended", ended_ms=0)
    call = Call.objects.get()
    assert (call.provider_call_id, call.end_reason) == ("rtc_1", "failed")
    assert 600 <= DayUsage.objects.get().seconds <= 602


def test_what_a_browser_says_has_ended_is_ended(
    as_alice: Client, opened: Call, provider: Any
) -> None:
    hang_up = provider.post(f"{CALLS}/rtc_1/hangup")
    report(as_alice, opened.pk, end_reason="ended", ended_ms=600_000)
    enforcing.enforce()
    assert not hang_up.calls  # it gets its last words written down
    HangUp.objects.update(due_at=timezone.now())
    enforcing.enforce()
    assert len(hang_up.calls) == 1


def test_a_call_whose_page_is_silent_is_ended_and_counted_until_then(
    opened: Call, provider: Any
) -> None:
    hang_up = provider.post(f"{CALLS}/rtc_1/hangup")
    Call.objects.update(heard_at=timezone.now() - timedelta(minutes=4.9))
    enforcing.enforce()
    assert Call.objects.get().ended_at is None
    Call.objects.update(heard_at=timezone.now() - timedelta(minutes=5.1))
    enforcing.enforce()
    call = Call.objects.get()
    assert (call.end_reason, len(hang_up.calls)) == ("abandoned", 1)
    assert 600 <= DayUsage.objects.get().seconds <= 602


def test_a_call_that_was_never_opened_costs_nothing(as_alice: Client, juniper: Persona) -> None:
    start(as_alice, juniper)
    Call.objects.update(started_at=timezone.now() - timedelta(minutes=6))
    enforcing.enforce()
    call = Call.objects.get()
    assert (call.end_reason, call.setup) == ("failed", None)
    assert not DayUsage.objects.exists()
    assert not HangUp.objects.exists()
