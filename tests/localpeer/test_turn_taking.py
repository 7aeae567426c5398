"""Idle users, spent allowances, replies out of band: without sockets."""

import base64

import pytest

from voicechat.localpeer.errors import ApiError
from voicechat.localpeer.protocol.clocks import Clocks
from voicechat.localpeer.protocol.outputs import Generate, StopGenerating, Transcribe
from voicechat.localpeer.protocol.session import Session
from voicechat.localpeer.settings import effective_session

from .rehearsal import Rehearsal

IDLE = {"turn_detection": {"type": "server_vad", "idle_timeout_ms": 5000}}


def pass_time(call: Rehearsal, *moments_ms: int) -> None:
    for now_ms in moments_ms:
        call.note(call.session.audio_passed(Clocks(now_ms)))


def greeted(**fields: object) -> Rehearsal:
    """A call whose first reply has ended and sounded."""
    call = Rehearsal(input=IDLE, **fields)
    call.client("response.create")
    reply_id = call.reply("Hello", audio_ms=2000)
    call.finish(reply_id)
    call.note(call.session.playback_ended(reply_id))
    return call


def test_a_user_who_says_nothing_is_spoken_to():
    call = greeted()
    pass_time(call, 3000, 7999)
    assert "input_audio_buffer.timeout_triggered" not in call.types
    pass_time(call, 8000)
    assert call.types[-5:] == [
        "input_audio_buffer.timeout_triggered",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
    ]
    timeout = call.last("input_audio_buffer.timeout_triggered")
    assert (timeout["audio_start_ms"], timeout["audio_end_ms"]) == (3000, 8000)
    assert call.last("input_audio_buffer.committed")["item_id"] == timeout["item_id"]


def test_before_the_first_reply_nobody_is_idle():
    call = Rehearsal(input=IDLE)
    pass_time(call, 1000, 20_000)
    assert call.types == []


def test_whoever_speaks_is_not_idle():
    call = greeted()
    pass_time(call, 3000)
    call.note(call.session.speech_started(4000, Clocks(4000)))
    pass_time(call, 9000, 15_000)
    assert "input_audio_buffer.timeout_triggered" not in call.types


def test_a_reply_that_the_client_plays_by_itself_is_waited_for():
    call = Rehearsal(plays_sound=False, input=IDLE)
    call.client("response.create")
    call.finish(call.reply("Hello", audio_ms=2000))
    pass_time(call, 1000, 7999)
    assert "input_audio_buffer.timeout_triggered" not in call.types
    pass_time(call, 8000)
    assert call.last("input_audio_buffer.timeout_triggered")["audio_start_ms"] == 3000


def test_a_reply_ends_when_its_tokens_are_spent():
    call = Rehearsal()
    call.client("response.create", response={"max_output_tokens": 4, "output_modalities": ["text"]})
    reply_id = call.reply("one ", "two ", "three ", audio_ms=0)
    response = call.last("response.done")["response"]
    assert response["status"] == "incomplete"
    assert response["status_details"] == {"type": "incomplete", "reason": "max_output_tokens"}
    assert call.command(StopGenerating).response_id == reply_id


def test_a_reply_out_of_band_is_not_part_of_the_conversation():
    call = Rehearsal()
    call.hear("Good morning")
    call.finish(call.reply("Good day"))
    message = {"type": "message", "role": "user"}
    message["content"] = [{"type": "input_text", "text": "And this?"}]
    first = call.last("input_audio_buffer.committed")["item_id"]
    wishes = {"conversation": "none", "input": [{"type": "item_reference", "id": first}, message]}
    before = len(call.events)
    call.client("response.create", response=wishes)
    call.finish(call.reply("That"))
    assert [turn.text for turn in call.command(Generate).prompt.turns] == [
        "Good morning",
        "And this?",
    ]
    assert not any(each["type"].startswith("conversation.") for each in call.events[before:])
    assert call.last("response.done")["response"]["conversation_id"] is None


def test_a_reference_to_no_item_is_refused():
    call = Rehearsal()
    wishes = {"input": [{"type": "item_reference", "id": "no"}]}
    call.client("response.create", response=wishes)
    assert call.last("error")["error"]["param"] == "response.input"


def test_a_recording_joins_with_its_transcript_and_without_its_sound():
    call = Rehearsal()
    audio = base64.b64encode(bytes(48 * 1000)).decode()
    part = {"type": "input_audio", "audio": audio, "transcript": "Good morning"}
    call.client(
        "conversation.item.create", item={"type": "message", "role": "user", "content": [part]}
    )
    content = call.last("conversation.item.added")["item"]["content"]
    assert content == [{"type": "input_audio", "transcript": "Good morning"}]
    call.client("response.create")
    assert call.command(Generate).prompt.turns[-1].text == "Good morning"


@pytest.mark.parametrize("hint", [{"language": "zh"}, {"languages": ["zh", "en"]}])
def test_the_session_says_what_language_to_expect(hint):
    call = Rehearsal(input={"transcription": {"model": "gpt-transcribe", **hint}})
    call.hear("Good morning")
    assert call.command(Transcribe).languages[0] == "zh"
    assert call.command(Generate).languages[0] == "zh"


def test_over_a_websocket_only_pcm_is_spoken():
    audio = {"output": {"format": {"type": "audio/pcmu"}}}
    with pytest.raises(ApiError) as refused:
        Session(effective_session({"type": "realtime", "audio": audio}), plays_sound=False)
    assert refused.value.param == "session.audio.output.format"
    call = Rehearsal(plays_sound=False)
    call.client("session.update", session={"type": "realtime", "audio": audio})
    assert call.last("error")["error"]["code"] == "unsupported_format"
