"""Real calls over WebRTC, with real speech."""

import asyncio

import pytest

from tests.support.speech import SENTENCE, has_key_words, silence, spoken
from voicechat.localpeer import lifetime

from .caller import AS_SERVER, calling

SHOW_WORDS = {"audio": {"input": {"transcription": {"model": "gpt-transcribe"}}}}


@pytest.fixture(scope="module")
def sentence():
    return spoken(SENTENCE)


def say_aloud(text: str) -> dict[str, object]:
    return {"instructions": f"Say the following, word for word:\n\n{text}"}


def test_a_spoken_sentence_is_understood_and_said_back(speech, sentence):
    fast = {"audio": {**SHOW_WORDS["audio"], "output": {"speed": 1.5}}}

    async def scenario():
        async with calling(speech, fast) as (caller, _, _):
            caller.say(sentence)
            heard = await caller.until("conversation.item.input_audio_transcription.completed")
            assert has_key_words(heard["transcript"])
            await caller.until_sound(audible=True)
            reply = await caller.until("response.output_audio_transcript.done")
            assert heard["transcript"] in reply["transcript"]
            await caller.until("output_audio_buffer.stopped")
            return [event["type"] for event in caller.events]

    types = asyncio.run(scenario())
    milestones = [
        "session.created",
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "response.created",
        "response.content_part.added",
        "output_audio_buffer.started",
        "response.output_audio_transcript.delta",
        "response.output_audio_transcript.done",
        "response.done",
        "output_audio_buffer.stopped",
    ]
    assert [each for each in dict.fromkeys(types) if each in milestones] == milestones


def test_speaking_over_the_assistant_silences_it(speech, sentence):
    async def scenario():
        async with calling(speech) as (caller, _, _):
            caller.send("response.create", response=say_aloud("and so it went on " * 40))
            await caller.until_sound(audible=True)
            caller.say(sentence)
            await caller.until("input_audio_buffer.speech_started")
            done = await caller.until("response.done")
            await caller.until_sound(audible=False)
            return caller.events, done["response"]

    events, response = asyncio.run(scenario())
    assert response["status_details"]["reason"] == "turn_detected"
    order = [
        "input_audio_buffer.speech_started",
        "output_audio_buffer.cleared",
        "conversation.item.truncated",
        "response.done",
    ]
    assert [event["type"] for event in events if event["type"] in order] == order
    truncated = next(each for each in events if each["type"] == "conversation.item.truncated")
    assert 100 < truncated["audio_end_ms"] < 5000


def test_a_turn_ends_when_its_speaker_stops_sending(speech, sentence):
    async def scenario():
        async with calling(speech) as (caller, _, _):
            caller.say(sentence)
            await caller.until("input_audio_buffer.speech_started")
            caller.fall_silent()
            await caller.until("response.created")
            return caller.count("input_audio_buffer.committed")

    assert asyncio.run(scenario()) == 1


def test_with_push_to_talk_silence_is_not_taken_for_words(speech):
    session = {"audio": {"input": {**SHOW_WORDS["audio"]["input"], "turn_detection": None}}}

    async def scenario():
        async with calling(speech, session) as (caller, _, _):
            caller.say(silence(0.5))
            caller.send("response.create", response=say_aloud("Hello."))
            await caller.until("output_audio_buffer.stopped")
            caller.send("input_audio_buffer.commit")
            heard = await caller.until("conversation.item.input_audio_transcription.completed")
            return heard["transcript"]

    assert asyncio.run(scenario()) == ""


def test_typed_text_is_answered_in_text(speech):
    content = [{"type": "input_text", "text": "Good morning"}]
    item = {"type": "message", "role": "user", "content": content}

    async def scenario():
        async with calling(speech) as (caller, _, _):
            caller.send("conversation.item.create", item=item)
            caller.send("response.create", response={"output_modalities": ["text"]})
            return await caller.until("response.output_text.done")

    assert asyncio.run(scenario())["text"] == 'You wrote: "Good morning"'


def test_a_machine_without_speech_software_says_so_and_still_answers(no_speech, sentence):
    async def scenario():
        async with calling(no_speech, SHOW_WORDS) as (caller, _, _):
            caller.say(sentence)
            await caller.until("conversation.item.input_audio_transcription.failed")
            return await caller.until("response.output_audio_transcript.done")

    assert "not installed" in asyncio.run(scenario())["transcript"]


def test_a_call_that_has_lasted_its_time_is_told_and_ended(no_speech, monkeypatch):
    monkeypatch.setattr(lifetime, "MAX_SESSION_MINUTES", 0.01)

    async def scenario():
        async with calling(no_speech) as (caller, _, _):
            error = (await caller.until("error"))["error"]
            await asyncio.wait_for(caller.closed.wait(), 5)
            return error["code"]

    assert asyncio.run(scenario()) == "session_expired"


def test_a_hang_up_by_the_server_is_noticed_at_once(no_speech):
    async def scenario():
        async with calling(no_speech) as (caller, http, base):
            url = f"{base}{caller.location}/hangup"
            async with http.post(url, headers=AS_SERVER) as response:
                assert response.status == 200
            await asyncio.wait_for(caller.closed.wait(), 5)
            async with http.post(url, headers=AS_SERVER) as response:
                assert response.status == 404

    asyncio.run(scenario())


def test_a_call_that_the_client_ends_is_forgotten(no_speech, caplog):
    caplog.set_level("INFO", "voicechat.localpeer")

    async def scenario():
        async with calling(no_speech) as (caller, _, _):
            await caller.hang_up()
            async with asyncio.timeout(5):
                while "ended" not in caplog.text:
                    await asyncio.sleep(0.01)
            return caller.location

    location = asyncio.run(scenario())
    assert f"Call {location.rpartition('/')[2]} ended." in caplog.text
