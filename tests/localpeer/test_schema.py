"""Which session objects are accepted, held against the SDK's types."""

import typing
from typing import Literal

import pytest
from openai.types.realtime import RealtimeAudioConfigOutput, RealtimeSessionCreateRequest

from voicechat.localpeer.errors import ApiError
from voicechat.localpeer.schema import VOICES
from voicechat.localpeer.settings import DEFAULTS, effective_session

from .sdk import check

MCP = {"type": "mcp", "server_label": "weather", "server_url": "https://mcp.example.com"}
FULL = {
    "type": "realtime",
    "model": "gpt-realtime-2.1-mini",
    "instructions": "Be brief.",
    "output_modalities": ["text"],
    "max_output_tokens": 500,
    "reasoning": {"effort": "low"},
    "tools": [
        {"type": "function", "name": "now", "description": "", "parameters": {"a": 1}},
        {
            "type": "mcp",
            "server_label": "weather",
            "server_url": "https://mcp.example.com",
            "server_description": "Forecasts",
            "allowed_tools": ["forecast"],
            "require_approval": "never",
            "authorization": "tok",
            "headers": {"X-Team": "a"},
        },
        {
            "type": "mcp",
            "server_label": "docs",
            "connector_id": "connector_dropbox",
            "allowed_tools": {"tool_names": ["search"], "read_only": True},
            "require_approval": {"never": {"tool_names": ["search"]}},
        },
    ],
    "tool_choice": {"type": "function", "name": "now"},
    "truncation": {"type": "retention_ratio", "retention_ratio": 0.8},
    "tracing": {"workflow_name": "tests"},
    "audio": {
        "input": {
            "transcription": {"model": "gpt-transcribe", "languages": ["en"], "keywords": ["Ada"]},
            "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
            "noise_reduction": {"type": "near_field"},
        },
        "output": {"voice": "marin", "speed": 0.25},
    },
}


@pytest.mark.parametrize("session", [{"type": "realtime"}, FULL])
def test_what_is_accepted_is_what_the_sdk_knows(session):
    check(RealtimeSessionCreateRequest, session)
    check(RealtimeSessionCreateRequest, effective_session(session))


def test_a_refusal_never_says_what_a_server_is_signed_in_to_with():
    tool = {**MCP, "authorization": {"tok": "tok"}, "headers": "tok"}
    with pytest.raises(ApiError) as refused:
        effective_session({"type": "realtime", "tools": [tool]})
    assert "tok'" not in str(refused.value.as_dict())
    assert refused.value.param == "session.tools[0].authorization"


def test_the_voices_are_those_of_the_sdk():
    annotation = RealtimeAudioConfigOutput.model_fields["voice"].annotation
    literals = [each for each in typing.get_args(annotation) if typing.get_origin(each) is Literal]
    assert typing.get_args(literals[0]) == VOICES


@pytest.mark.parametrize(
    ("session", "code", "param"),
    [
        ({}, "missing_required_parameter", "session.type"),
        ("realtime", "invalid_type", "session"),
        ({"type": "transcription"}, "invalid_value", "session.type"),
        ({"type": "realtime", "voice": "alloy"}, "unknown_parameter", "session.voice"),
        ({"type": "realtime", "temperature": 1}, "unknown_parameter", "session.temperature"),
        ({"type": "realtime", "turn_detection": None}, "unknown_parameter", None),
        ({"type": "realtime", "modalities": ["audio"]}, "unknown_parameter", None),
        ({"type": "realtime", "output_modalities": ["audio", "text"]}, "invalid_value", None),
        ({"type": "realtime", "instructions": 7}, "invalid_type", "session.instructions"),
        ({"type": "realtime", "max_output_tokens": 0}, "invalid_value", None),
        ({"type": "realtime", "max_output_tokens": "all"}, "invalid_value", None),
        ({"type": "realtime", "audio": None}, "invalid_type", "session.audio"),
        (
            {"type": "realtime", "tools": [{"type": "mcp", "server_url": "https://a.example"}]},
            "missing_required_parameter",
            "session.tools[0].server_label",
        ),
        (
            {"type": "realtime", "tools": [{**MCP, "require_approval": "sometimes"}]},
            "invalid_value",
            "session.tools[0].require_approval",
        ),
        (
            {"type": "realtime", "tools": [{**MCP, "allowed_tools": [7]}]},
            "invalid_type",
            "session.tools[0].allowed_tools[0]",
        ),
    ],
)
def test_what_is_not_in_order_is_named(session, code, param):
    with pytest.raises(ApiError) as refused:
        effective_session(session)
    assert refused.value.code == code
    assert param is None or refused.value.param == param


@pytest.mark.parametrize(
    ("side", "field", "value"),
    [
        ("output", "speed", 1.51),
        ("output", "speed", float("nan")),
        ("output", "speed", "fast"),
        ("output", "voice", "nobody"),
        ("input", "voice", "marin"),
        ("input", "noise_reduction", {"type": "middle"}),
        ("input", "transcription", {"model": 1}),
        ("input", "transcription", "whisper-1"),
        ("input", "turn_detection", {"type": "server_vad", "eagerness": "low"}),
        ("input", "turn_detection", {"type": "semantic_vad", "threshold": 0.5}),
        ("input", "turn_detection", {"threshold": 0.5}),
        ("input", "turn_detection", {"type": "server_vad", "threshold": 2}),
        ("input", "turn_detection", {"type": "server_vad", "create_response": 1}),
    ],
)
def test_an_audio_setting_that_is_out_of_place_is_named(side, field, value):
    with pytest.raises(ApiError) as refused:
        effective_session({"type": "realtime", "audio": {side: {field: value}}})
    assert refused.value.param.startswith(f"session.audio.{side}.{field}")


def test_a_change_leaves_the_settings_before_it_as_they_were():
    change = {"type": "realtime", "audio": {"input": {"turn_detection": {"type": "server_vad"}}}}
    change["audio"]["input"]["turn_detection"]["threshold"] = 0.7
    assert effective_session(change)["audio"]["input"]["turn_detection"]["threshold"] == 0.7
    assert DEFAULTS["audio"]["input"]["turn_detection"]["threshold"] == 0.5


def test_detection_that_was_off_comes_back_complete():
    off = effective_session({"type": "realtime", "audio": {"input": {"turn_detection": None}}})
    on = {"type": "realtime", "audio": {"input": {"turn_detection": {"type": "server_vad"}}}}
    detection = effective_session(on, off)["audio"]["input"]["turn_detection"]
    assert detection == DEFAULTS["audio"]["input"]["turn_detection"]
