"""The part of the SDK's events that concerns a voice client, of which none is left out."""

import typing

import pytest
from openai.types.realtime import RealtimeClientEvent

from voicechat.localpeer.protocol.client_events import check
from voicechat.localpeer.protocol.clocks import Clocks

from .rehearsal import EXPIRES_AT, Rehearsal
from .sdk import SERVER_EVENTS, event_type_of, validated_client_event

# Server events that the peer never sends, and why.
LEFT_OUT = {
    "conversation.created": "of the beta interface",
    "conversation.item.created": "of the beta interface; item.added took its place",
    "conversation.item.input_audio_transcription.segment": "of models that tell speakers apart",
    "input_audio_buffer.dtmf_event_received": "telephony",
    "mcp_list_tools.completed": "tools",
    "mcp_list_tools.failed": "tools",
    "mcp_list_tools.in_progress": "tools",
    "response.function_call_arguments.delta": "tools",
    "response.function_call_arguments.done": "tools",
    "response.mcp_call.completed": "tools",
    "response.mcp_call.failed": "tools",
    "response.mcp_call.in_progress": "tools",
    "response.mcp_call_arguments.delta": "tools",
    "response.mcp_call_arguments.done": "tools",
}

SUBSET = {
    "conversation.item.added",
    "conversation.item.deleted",
    "conversation.item.done",
    "conversation.item.input_audio_transcription.completed",
    "conversation.item.input_audio_transcription.delta",
    "conversation.item.input_audio_transcription.failed",
    "conversation.item.retrieved",
    "conversation.item.truncated",
    "error",
    "input_audio_buffer.cleared",
    "input_audio_buffer.committed",
    "input_audio_buffer.speech_started",
    "input_audio_buffer.speech_stopped",
    "input_audio_buffer.timeout_triggered",
    "output_audio_buffer.cleared",
    "output_audio_buffer.started",
    "output_audio_buffer.stopped",
    "rate_limits.updated",
    "response.content_part.added",
    "response.content_part.done",
    "response.created",
    "response.done",
    "response.output_audio.delta",
    "response.output_audio.done",
    "response.output_audio_transcript.delta",
    "response.output_audio_transcript.done",
    "response.output_item.added",
    "response.output_item.done",
    "response.output_text.delta",
    "response.output_text.done",
    "session.created",
    "session.updated",
}

MESSAGE = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}

# Every client event, with all the fields that a voice client may fill in.
CLIENT_EVENTS = [
    {"type": "session.update", "session": {"type": "realtime", "instructions": "Be brief."}},
    {"type": "conversation.item.create", "item": {**MESSAGE, "id": "a"}, "previous_item_id": "x"},
    {"type": "conversation.item.retrieve", "item_id": "a"},
    {"type": "conversation.item.truncate", "item_id": "a", "content_index": 0, "audio_end_ms": 1},
    {"type": "conversation.item.delete", "item_id": "a"},
    {"type": "input_audio_buffer.append", "audio": "AAAAAA=="},
    {"type": "input_audio_buffer.commit"},
    {"type": "input_audio_buffer.clear"},
    {"type": "output_audio_buffer.clear"},
    {"type": "response.cancel", "response_id": "r"},
    {
        "type": "response.create",
        "response": {
            "conversation": "none",
            "input": [MESSAGE, {"type": "item_reference", "id": "a"}],
            "instructions": "Be brief.",
            "max_output_tokens": 100,
            "metadata": {"topic": "greeting"},
            "output_modalities": ["audio"],
            "audio": {"output": {"voice": "marin", "format": {"type": "audio/pcm"}}},
            "reasoning": {"effort": "low"},
            "parallel_tool_calls": False,
            "prompt": {"id": "pmpt_1", "version": "2", "variables": {"name": "Ada"}},
            "tool_choice": "auto",
            "tools": [],
        },
    },
]


def test_every_event_of_the_sdk_is_in_the_subset_or_left_out_for_a_reason():
    assert set(SERVER_EVENTS) == SUBSET | set(LEFT_OUT)
    assert not SUBSET & set(LEFT_OUT)


def test_every_event_of_the_subset_is_sent():
    idle = {"type": "server_vad", "idle_timeout_ms": 5000}
    hear = {"transcription": {"model": "gpt-transcribe"}, "turn_detection": idle}
    call = Rehearsal(input=hear)
    call.note(call.session.open(EXPIRES_AT))
    call.hear("Good morning")
    call.reply("Good day", audio_ms=2000)
    call.note(call.session.speech_started(9000, Clocks(9000, 500)))
    call.note(call.session.speech_stopped(10_000))
    item_id = call.last("input_audio_buffer.committed")["item_id"]
    call.note(call.session.not_transcribed(item_id, "No words."))
    second = call.reply("Pardon?")
    call.finish(second)
    call.note(call.session.playback_ended(second))
    for now_ms in (11_000, 16_000):
        call.note(call.session.audio_passed(Clocks(now_ms)))
    call.client("response.cancel")
    call.client("response.create", response={"output_modalities": ["text"]})
    call.note(call.session.transcribed(call.last("conversation.item.done")["item"]["id"], ""))
    call.finish(call.reply("Well", audio_ms=0))
    call.client("session.update", session={"type": "realtime"})
    call.client("input_audio_buffer.clear")
    call.client("conversation.item.retrieve", item_id=item_id)
    call.client("conversation.item.delete", item_id=item_id)
    call.client("no.such")
    socket = Rehearsal(plays_sound=False)
    socket.client("response.create")
    socket.finish(socket.reply("Hello"))
    assert set(call.types) | set(socket.types) == SUBSET


def test_every_client_event_of_the_sdk_is_accepted():
    known = typing.get_args(typing.get_args(RealtimeClientEvent)[0])
    assert {event["type"] for event in CLIENT_EVENTS} == set(map(event_type_of, known))


@pytest.mark.parametrize("event", CLIENT_EVENTS, ids=lambda event: event["type"])
def test_what_is_accepted_of_a_client_is_what_the_sdk_knows(event):
    check({**event, "event_id": "mine"})
    validated_client_event({**event, "event_id": "mine"})
    if event["type"] == "response.create":
        known = set(type(validated_client_event(event).response).model_fields)
        assert set(event["response"]) == known
