"""Speaking over a reply, and stopping one by hand."""

from voicechat.localpeer.protocol.outputs import Silence, StopGenerating
from voicechat.localpeer.protocol.session import Clocks

from .rehearsal import Rehearsal


def speak_over(call: Rehearsal, heard_ms: int) -> list[str]:
    clocks = Clocks(input_ms=9000, output_ms=heard_ms)
    return [event["type"] for event in call.note(call.session.speech_started(9000, clocks))]


def test_speaking_over_a_reply_in_the_making_cuts_and_cancels_it():
    call = Rehearsal()
    call.hear("Tell me a story")
    reply_id = call.reply("Once ", "upon ", audio_ms=4000)
    assert speak_over(call, heard_ms=1200) == [
        "input_audio_buffer.speech_started",
        "output_audio_buffer.cleared",
        "conversation.item.truncated",
        "response.output_audio_transcript.done",
        "response.output_audio.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    response = call.last("response.done")["response"]
    assert response["status"] == "cancelled"
    assert response["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert response["output"][0]["status"] == "incomplete"
    assert call.commands[-2:] == [Silence(), StopGenerating(reply_id)]


def test_the_cut_is_where_the_user_stopped_listening():
    call = Rehearsal()
    call.hear("Tell me a story")
    call.reply("Once", audio_ms=4000)
    speak_over(call, heard_ms=1200)
    truncated = call.last("conversation.item.truncated")
    assert (truncated["content_index"], truncated["audio_end_ms"]) == (0, 1200)
    call.client("conversation.item.retrieve", item_id=truncated["item_id"])
    item = call.last("conversation.item.retrieved")["item"]
    assert item["content"] == [{"type": "output_audio"}]


def test_speaking_over_a_complete_reply_only_cuts_it():
    call = Rehearsal()
    call.hear("Tell me a story")
    call.finish(call.reply("Once", audio_ms=4000))
    assert speak_over(call, heard_ms=1200) == [
        "input_audio_buffer.speech_started",
        "output_audio_buffer.cleared",
        "conversation.item.truncated",
    ]


def test_speaking_before_a_reply_has_begun_cancels_it():
    call = Rehearsal()
    call.hear("Tell me a story")
    assert speak_over(call, heard_ms=0) == [
        "input_audio_buffer.speech_started",
        "response.done",
        "rate_limits.updated",
    ]


def test_work_on_a_cancelled_reply_that_still_reports_in_is_ignored():
    call = Rehearsal()
    call.hear("Tell me a story")
    reply_id = call.reply("Once", audio_ms=4000)
    speak_over(call, heard_ms=1200)
    before = list(call.types)
    call.reply("upon ")
    call.finish(reply_id)
    call.note(call.session.playback_ended(reply_id))
    assert call.types == before


def test_without_interrupt_response_the_reply_goes_on():
    detection = {"type": "server_vad", "interrupt_response": False}
    call = Rehearsal(input={"turn_detection": detection})
    call.hear("Tell me a story")
    call.reply("Once", audio_ms=4000)
    assert speak_over(call, heard_ms=1200) == ["input_audio_buffer.speech_started"]
    call.note(call.session.speech_stopped(11_000))
    assert call.types.count("response.created") == 1


def test_a_client_cancels_a_reply_and_clears_its_sound():
    call = Rehearsal()
    call.client("response.create")
    reply_id = call.reply("Once", audio_ms=4000)
    call.client("response.cancel")
    response = call.last("response.done")["response"]
    assert response["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
    assert call.commands[-1] == StopGenerating(reply_id)
    call.client("output_audio_buffer.clear")
    assert call.last("output_audio_buffer.cleared")["response_id"] == reply_id
    assert call.commands[-1] == Silence()


def test_a_second_reply_sounds_when_the_first_has_ended():
    call = Rehearsal()
    call.client("response.create")
    first = call.reply("One")
    call.finish(first)
    call.client("response.create")
    second = call.reply("Two")
    call.finish(second)
    assert call.types.count("output_audio_buffer.started") == 1
    call.note(call.session.playback_ended(first))
    assert call.types[-2:] == ["output_audio_buffer.stopped", "output_audio_buffer.started"]
    assert call.events[-1]["response_id"] == second
