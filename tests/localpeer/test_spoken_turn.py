"""A turn from the user's first word to the assistant's last, without sockets."""

import pytest

from voicechat.localpeer.protocol.outputs import DetectTurns, Generate, Transcribe
from voicechat.localpeer.protocol.session import Clocks

from .rehearsal import EXPIRES_AT, Rehearsal

TRANSCRIPTION = {"transcription": {"model": "gpt-transcribe"}}


def test_the_session_is_shown_first_and_turns_are_detected():
    call = Rehearsal()
    call.note(call.session.open(EXPIRES_AT))
    assert call.types == ["session.created"]
    assert call.events[0]["session"]["expires_at"] == EXPIRES_AT
    assert call.command(DetectTurns).turn_detection["type"] == "server_vad"


def test_a_spoken_turn_has_the_documented_order():
    call = Rehearsal(input=TRANSCRIPTION)
    call.hear("Good morning")
    reply_id = call.reply("Good ", "day")
    call.finish(reply_id)
    call.note(call.session.playback_ended(reply_id))
    assert call.types == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.completed",
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "output_audio_buffer.started",
        "response.output_audio_transcript.delta",
        "response.output_audio_transcript.delta",
        "response.output_audio_transcript.done",
        "response.output_audio.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
        "output_audio_buffer.stopped",
    ]


def test_the_reply_follows_what_the_user_said():
    call = Rehearsal()
    call.hear("Good morning")
    call.finish(call.reply("Good day"))
    spoken = call.last("input_audio_buffer.committed")
    assert spoken["previous_item_id"] is None
    assert call.last("conversation.item.added")["previous_item_id"] == spoken["item_id"]
    assert call.last("conversation.item.done")["previous_item_id"] == spoken["item_id"]


def test_exactly_the_turn_is_transcribed():
    call = Rehearsal()
    call.hear("Good morning", start_ms=700, end_ms=2500)
    command = call.command(Transcribe)
    assert (command.start_ms, command.end_ms) == (700, 2500)


def test_the_reply_waits_until_the_turn_has_been_made_out():
    call = Rehearsal()
    call.note(call.session.speech_started(0, Clocks()))
    call.note(call.session.speech_stopped(2000))
    assert not any(isinstance(each, Generate) for each in call.commands)
    item_id = call.command(Transcribe).item_id
    call.note(call.session.transcribed(item_id, "Good morning"))
    assert call.command(Generate).prompt.turns[-1].text == "Good morning"


def test_no_transcript_is_shown_unless_the_session_asks_for_it():
    call = Rehearsal()
    call.hear("Good morning")
    assert not any("transcription" in each for each in call.types)
    item_id = call.command(Transcribe).item_id
    call.client("conversation.item.retrieve", item_id=item_id)
    content = call.last("conversation.item.retrieved")["item"]["content"]
    assert content == [{"type": "input_audio", "transcript": None}]


def test_a_turn_that_cannot_be_transcribed_is_reported_and_still_answered():
    call = Rehearsal(input=TRANSCRIPTION)
    call.note(call.session.speech_started(0, Clocks()))
    call.note(call.session.speech_stopped(2000))
    item_id = call.command(Transcribe).item_id
    call.note(call.session.not_transcribed(item_id, "Nothing here can do that."))
    failed = call.last("conversation.item.input_audio_transcription.failed")
    assert failed["error"]["message"] == "Nothing here can do that."
    assert call.command(Generate).prompt.turns[-1].problem == "Nothing here can do that."


def test_without_create_response_the_turn_is_not_answered():
    detection = {"type": "server_vad", "create_response": False}
    call = Rehearsal(input={"turn_detection": detection})
    call.hear("Good morning")
    assert "response.created" not in call.types


def test_with_push_to_talk_the_client_commits_and_asks():
    call = Rehearsal(input={"turn_detection": None})
    call.note(call.session.open(EXPIRES_AT))
    assert call.command(DetectTurns).turn_detection is None
    call.client("input_audio_buffer.clear", Clocks(input_ms=500))
    call.client("input_audio_buffer.commit", Clocks(input_ms=2500))
    assert (call.command(Transcribe).start_ms, call.command(Transcribe).end_ms) == (500, 2500)
    assert "response.created" not in call.types
    call.client("response.create")
    assert call.types[-1] == "response.created"


def test_a_reply_in_text_has_no_audio():
    call = Rehearsal()
    call.client("response.create", response={"output_modalities": ["text"]})
    assert call.command(Generate).voice is None
    call.finish(call.reply("Good ", "day", audio_ms=0))
    assert call.last("response.output_text.done")["text"] == "Good day"
    assert not any("audio" in each for each in call.types)


def test_usage_counts_audio_by_time_and_text_by_words():
    call = Rehearsal()
    call.hear("Good morning", start_ms=0, end_ms=2000)
    call.finish(call.reply("one ", "two ", "three", audio_ms=1000))
    usage = call.last("response.done")["response"]["usage"]
    assert usage["input_token_details"]["audio_tokens"] == 20
    assert usage["output_token_details"] == {"text_tokens": 4, "audio_tokens": 20}
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_what_the_reply_before_was_based_on_is_cached():
    call = Rehearsal()
    call.hear("Good morning", 0, 2000)
    call.finish(call.reply("Good day"))
    first = call.last("response.done")["response"]["usage"]["input_token_details"]
    call.hear("And now?", 3000, 5000)
    call.finish(call.reply("Now what"))
    second = call.last("response.done")["response"]["usage"]["input_token_details"]
    assert first["cached_tokens"] == 0
    assert second["cached_tokens_details"]["audio_tokens"] == first["audio_tokens"] == 20
    assert second["cached_tokens"] == first["text_tokens"] + first["audio_tokens"]


@pytest.mark.parametrize("model", ["gpt-transcribe", "whisper-1"])
def test_transcription_is_billed_by_time(model):
    call = Rehearsal(input={"transcription": {"model": model}})
    call.hear("Good morning", 0, 2000)
    usage = call.last("conversation.item.input_audio_transcription.completed")["usage"]
    assert usage == {"type": "duration", "seconds": 2.0}


def test_the_models_of_gpt_4o_are_billed_by_the_token():
    call = Rehearsal(input={"transcription": {"model": "gpt-4o-transcribe"}})
    call.hear("Good morning", 0, 2000)
    usage = call.last("conversation.item.input_audio_transcription.completed")["usage"]
    assert (usage["type"], usage["input_tokens"], usage["output_tokens"]) == ("tokens", 20, 3)


def test_a_reply_that_breaks_off_says_so():
    call = Rehearsal()
    call.client("response.create")
    reply_id = call.reply("Well")
    call.note(call.session.reply_failed(reply_id, "The model is gone."))
    response = call.last("response.done")["response"]
    assert response["status"] == "failed"
    assert response["status_details"]["error"]["message"] == "The model is gone."


def test_a_session_that_has_lasted_its_time_is_told_and_closed():
    call = Rehearsal()
    call.note(call.session.expire())
    assert call.last("error")["error"]["code"] == "session_expired"
    assert type(call.commands[-1]).__name__ == "Close"
