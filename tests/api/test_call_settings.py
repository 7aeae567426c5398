"""The settings of one call: at its start, and while it goes on."""

import json
from typing import Any

import pytest
import responses
from django.test import Client
from openai.types.realtime import RealtimeSessionCreateRequest, SessionUpdateEvent

from tests.support.sdk import validated
from voicechat.models import Call, Conversation, Persona, SpeechModel, Voice

MINT = "https://api.openai.com/v1/realtime/client_secrets"
ANSWER = {"value": "ek_1", "expires_at": 1_900_000_000, "session": {}}
WISHES = {
    "voice": "cedar",
    "model": "gpt-realtime-2.1-mini",
    "speed": 1.25,
    "languages": "de, en",
    "turn_detection": "semantic_vad",
    "eagerness": "low",
    "instructions": "Speak slowly, please.",
}


def start(client: Client, persona: Persona, settings: dict[str, Any]) -> Any:
    body = {"persona": str(persona.pk), "settings": settings}
    return client.post("/api/calls", body, content_type="application/json")


def change(client: Client, call: Call, settings: dict[str, Any]) -> Any:
    url = f"/api/calls/{call.pk}/settings"
    return client.post(url, settings, content_type="application/json")


@responses.activate
def test_a_call_is_set_up_as_wished_and_that_is_kept(as_alice: Client, juniper: Persona) -> None:
    mint = responses.post(MINT, json=ANSWER)
    assert start(as_alice, juniper, WISHES).status_code == 201
    session = json.loads(mint.calls[0].request.body)["session"]
    assert validated(RealtimeSessionCreateRequest, session).model == "gpt-realtime-2.1-mini"
    assert session["audio"]["output"] == {"voice": "cedar", "speed": 1.25}
    assert session["audio"]["input"]["transcription"]["languages"] == ["de", "en"]
    detection = session["audio"]["input"]["turn_detection"]
    assert (detection["type"], detection["eagerness"]) == ("semantic_vad", "low")
    assert session["instructions"].startswith(juniper.instructions)
    assert session["instructions"].endswith("Speak slowly, please.")
    kept = Conversation.objects.get().settings
    assert (kept["voice"], kept["speed"], kept["languages"]) == ("cedar", 1.25, ["de", "en"])
    assert Call.objects.get().model == "gpt-realtime-2.1-mini"


@responses.activate
def test_push_to_talk_leaves_turns_to_the_person(as_alice: Client, juniper: Persona) -> None:
    mint = responses.post(MINT, json=ANSWER)
    start(as_alice, juniper, {"turn_detection": "push_to_talk"})
    session = json.loads(mint.calls[0].request.body)["session"]
    assert session["audio"]["input"]["turn_detection"] is None
    assert validated(RealtimeSessionCreateRequest, session)


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        ({"voice": "nobody"}, "voice"),
        ({"model": "gpt-9"}, "model"),
        ({"speed": 4}, "speed"),
        ({"languages": "German"}, "languages"),
    ],
)
def test_what_is_not_to_be_had_is_refused_by_name(
    as_alice: Client, juniper: Persona, call: Call, wish: dict[str, Any], named: str
) -> None:
    for answer in (start(as_alice, juniper, wish), change(as_alice, call, wish)):
        assert answer.status_code == 422
        assert answer.json()["error"]["message"].startswith(f"{named}: ")
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize(
    "wish", [{"turn_detection": "telepathy"}, {"temperature": 1}, {"speed": "x"}]
)
def test_what_makes_no_sense_is_refused(
    as_alice: Client, juniper: Persona, wish: dict[str, Any]
) -> None:
    assert start(as_alice, juniper, wish).status_code == 422


@responses.activate
def test_what_nobody_wished_stays_although_it_is_not_offered_any_more(
    as_alice: Client, juniper: Persona
) -> None:
    responses.post(MINT, json=ANSWER)
    Voice.objects.filter(name=juniper.voice).update(is_available=False)
    assert start(as_alice, juniper, {"speed": 1.1}).status_code == 201


@responses.activate
def test_a_model_that_does_not_reason_is_not_asked_to(as_alice: Client, juniper: Persona) -> None:
    mint = responses.post(MINT, json=ANSWER)
    SpeechModel.objects.filter(name="gpt-realtime-2.1-mini").update(reasons=False)
    Persona.objects.filter(pk=juniper.pk).update(reasoning_effort="high")
    start(as_alice, juniper, {"model": "gpt-realtime-2.1-mini"})
    assert "reasoning" not in json.loads(mint.calls[0].request.body)["session"]


def test_a_change_is_an_update_of_the_sdk(as_alice: Client, call: Call) -> None:
    session = change(as_alice, call, WISHES).json()["session"]
    assert validated(SessionUpdateEvent, {"type": "session.update", "session": session})
    assert "model" not in session
    assert session["audio"]["output"]["speed"] == 1.25
    assert change(as_alice, call, {}).json()["session"]["instructions"] == (
        call.conversation.persona.instructions
    )


def test_nobody_changes_the_call_of_another(as_charlie: Client, call: Call) -> None:
    assert change(as_charlie, call, {}).status_code == 404
