"""The session that is asked of the provider, held against the official SDK's types."""

import pytest
from openai.types.realtime import RealtimeSessionCreateRequest
from openai.types.realtime.realtime_audio_input_turn_detection import SemanticVad, ServerVad
from openai.types.realtime.realtime_tools_config_union import Mcp

from tests.support.sdk import validated
from voicechat.models import Persona
from voicechat.realtime.session import (
    SessionSettings,
    opening_response,
    session_change,
    session_payload,
)

PLAIN = {
    "model": "gpt-realtime-2.1",
    "voice": "marin",
    "speed": 1.0,
    "instructions": "Be brief.",
    "opening_line": "",
    "languages": [],
    "turn_detection": "server_vad",
    "noise_reduction": "near_field",
    "reasoning_effort": "",
    "transcription_model": "gpt-transcribe",
}


def session(**fields: object) -> RealtimeSessionCreateRequest:
    payload = session_payload(SessionSettings(**{**PLAIN, **fields}))
    return validated(RealtimeSessionCreateRequest, payload)


def test_a_plain_session_has_everything_in_its_place() -> None:
    found = session()
    assert found.type == "realtime"
    assert found.instructions == "Be brief."
    assert found.output_modalities == ["audio"]
    assert found.audio.output.voice == "marin"
    assert found.audio.input.transcription.model == "gpt-transcribe"
    assert found.audio.input.noise_reduction.type == "near_field"
    assert found.reasoning is None


@pytest.mark.parametrize(
    ("kind", "sdk_type"), [("server_vad", ServerVad), ("semantic_vad", SemanticVad)]
)
def test_turn_detection_answers_and_can_be_interrupted(kind: str, sdk_type: type) -> None:
    detection = session(turn_detection=kind).audio.input.turn_detection
    assert isinstance(detection, sdk_type)
    assert detection.create_response
    assert detection.interrupt_response


def test_what_is_set_is_asked_for() -> None:
    found = session(languages=["en", "ja"], reasoning_effort="low", noise_reduction="", speed=1.2)
    assert found.audio.input.transcription.languages == ["en", "ja"]
    assert found.reasoning.effort == "low"
    assert found.audio.input.noise_reduction is None
    assert found.audio.output.speed == 1.2


def test_an_opening_line_is_the_last_thing_said_of_it() -> None:
    opening = opening_response(SessionSettings(**{**PLAIN, "opening_line": "Hello there."}))
    assert opening["instructions"].split("\n\n")[-1] == "Hello there."
    assert opening_response(SessionSettings(**PLAIN)) is None


def test_every_choice_that_a_persona_offers_is_one_of_the_sdk() -> None:
    for kind in Persona.TurnDetection.values:
        session(turn_detection=kind)
    for kind in Persona.NoiseReduction.values:
        session(noise_reduction=kind)
    for effort in Persona.ReasoningEffort.values:
        session(reasoning_effort=effort)


WEATHER = {"server_label": "weather", "server_url": "https://mcp.example.com", "allowed_tools": []}
DOCS = {**WEATHER, "server_label": "docs", "allowed_tools": ["search"]}


def test_tools_are_asked_for_as_servers_that_nobody_has_to_approve() -> None:
    weather, docs = session(tools=[WEATHER, DOCS]).tools
    assert isinstance(weather, Mcp)
    assert (weather.server_label, weather.server_url) == ("weather", "https://mcp.example.com")
    assert weather.require_approval == docs.require_approval == "never"
    assert weather.allowed_tools is None
    assert docs.allowed_tools == ["search"]


def test_a_credential_goes_to_its_server_alone() -> None:
    settings = SessionSettings(**PLAIN, tools=[WEATHER, DOCS])
    payload = session_payload(settings, {"docs": "tok-1", "gone": "tok-2"})
    weather, docs = validated(RealtimeSessionCreateRequest, payload).tools
    assert (weather.authorization, docs.authorization) == (None, "tok-1")
    assert "tok" not in str(session_payload(settings)) + str(settings.snapshot())


def test_what_goes_through_a_browser_says_nothing_of_tools() -> None:
    assert "tools" not in session_change(SessionSettings(**PLAIN, tools=[WEATHER]))
    assert session().tools is None
