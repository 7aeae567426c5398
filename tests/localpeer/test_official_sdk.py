"""The official Python SDK, talking to the peer as if it were the provider."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import openai
import pytest
from websockets.exceptions import InvalidStatus

from tests.support.speech import SENTENCE, has_key_words, silence, spoken
from voicechat.localpeer.speech.interfaces import sound_of

from .caller import API_KEY, Caller, serving
from .sdk import check_event

HEAR = {"type": "realtime", "audio": {"input": {"transcription": {"model": "gpt-transcribe"}}}}
HALF_SECOND = 24_000


@asynccontextmanager
async def sdk(speech, key=API_KEY) -> AsyncIterator[openai.AsyncOpenAI]:
    """The SDK's client of a running peer."""
    async with (
        serving(speech) as base,
        openai.AsyncOpenAI(api_key=key, base_url=f"{base}/v1", max_retries=0) as client,
    ):
        yield client


@asynccontextmanager
async def connected(speech):
    """A connection of the SDK's to a running peer."""
    async with (
        sdk(speech) as client,
        client.realtime.connect(model="gpt-realtime-2.1") as connection,
    ):
        yield connection


async def until(connection, event_type: str) -> list:
    """Reads events up to the first of a type, each checked."""
    events = []
    async with asyncio.timeout(20):
        async for event in connection:
            check_event(event.to_dict())
            events.append(event)
            if event.type == event_type:
                return events
    raise AssertionError("The connection was closed.")


async def say(connection, pcm) -> None:
    """Appends speech in pieces, as a client with a microphone does."""
    sound = sound_of(pcm)
    for at in range(0, len(sound), HALF_SECOND):
        audio = base64.b64encode(sound[at : at + HALF_SECOND]).decode()
        await connection.input_audio_buffer.append(audio=audio)


def test_it_talks_over_a_websocket(speech):
    sentence = spoken(SENTENCE)

    async def scenario():
        async with connected(speech) as connection:
            await connection.session.update(session=HEAR)
            await say(connection, sentence)
            await say(connection, silence(1))
            return await until(connection, "response.done")

    events = asyncio.run(scenario())
    types = [event.type for event in events]
    assert types[:2] == ["session.created", "session.updated"]
    assert events[0].session.model == "gpt-realtime-2.1"
    heard = next(e for e in events if e.type.endswith("transcription.completed"))
    assert has_key_words(heard.transcript)
    sound = b"".join(
        base64.b64decode(e.delta) for e in events if e.type == "response.output_audio.delta"
    )
    assert len(sound) > 2 * 24_000
    assert events[-1].response.usage.output_token_details.audio_tokens > 20
    assert not any(each.startswith("output_audio_buffer") for each in types)


def test_with_push_to_talk_it_commits_what_it_appended(speech):
    sentence = spoken(SENTENCE)
    push_to_talk = {"input": {**HEAR["audio"]["input"], "turn_detection": None}}

    async def scenario():
        async with connected(speech) as connection:
            await connection.session.update(session={"type": "realtime", "audio": push_to_talk})
            await say(connection, sentence)
            await connection.input_audio_buffer.commit()
            kind = "conversation.item.input_audio_transcription.completed"
            return (await until(connection, kind))[-1].transcript

    assert has_key_words(asyncio.run(scenario()))


def test_it_asks_for_an_answer_in_text(no_speech):
    content = [{"type": "input_text", "text": "Good morning"}]

    async def scenario():
        async with connected(no_speech) as connection:
            await connection.conversation.item.create(
                item={"type": "message", "role": "user", "content": content}
            )
            await connection.response.create(response={"output_modalities": ["text"]})
            return (await until(connection, "response.output_text.done"))[-1].text

    assert asyncio.run(scenario()) == 'You wrote: "Good morning"'


def test_an_interrupted_reply_is_cancelled_and_the_client_says_how_much_was_heard(speech):
    sentence = spoken(SENTENCE)
    story = "Say the following, word for word:\n\n" + "and so it went on " * 100

    async def scenario():
        async with connected(speech) as connection:
            await connection.response.create(response={"instructions": story})
            delta = (await until(connection, "response.output_audio.delta"))[-1]
            await say(connection, sentence)
            events = await until(connection, "response.done")
            await connection.conversation.item.truncate(
                item_id=delta.item_id, content_index=0, audio_end_ms=150
            )
            return events + await until(connection, "conversation.item.truncated")

    *events, truncated = asyncio.run(scenario())
    done = next(event for event in events if event.type == "response.done")
    assert done.response.status_details.reason == "turn_detected"
    assert truncated.audio_end_ms == 150


def test_it_mints_a_client_secret(no_speech):
    async def scenario():
        async with sdk(no_speech) as client:
            return await client.realtime.client_secrets.create(
                expires_after={"anchor": "created_at", "seconds": 60}, session=HEAR
            )

    secret = asyncio.run(scenario())
    assert secret.value.startswith("ek_")
    assert secret.session.audio.input.transcription.model == "gpt-transcribe"


@pytest.mark.parametrize("session", [openai.omit, HEAR])
def test_it_calls_joins_the_call_and_hangs_up(no_speech, session):
    async def scenario():
        caller = Caller()
        async with sdk(no_speech) as client:
            answer = await client.realtime.calls.create(sdp=await caller.offer(), session=session)
            await caller.accept(answer.text)
            call_id = answer.response.headers["Location"].rpartition("/")[2]
            async with client.realtime.connect(call_id=call_id) as sideband:
                await until(sideband, "session.created")
                caller.send("response.create", response={"output_modalities": ["text"]})
                await until(sideband, "response.done")
                await sideband.session.update(session={"type": "realtime", "instructions": "Sing."})
                updated = await caller.until("session.updated")
                await client.realtime.calls.hangup(call_id)
                await asyncio.wait_for(caller.closed.wait(), 5)
            await caller.hang_up()
            return updated["session"]["instructions"]

    assert asyncio.run(scenario()) == "Sing."


def test_an_ephemeral_key_may_not_join_a_call(no_speech):
    async def scenario():
        async with sdk(no_speech) as client:
            secret = await client.realtime.client_secrets.create()
            browser = client.with_options(api_key=secret.value)
            with pytest.raises(InvalidStatus) as refused:
                async with browser.realtime.connect(call_id="rtc_1"):
                    pass
            return refused.value.response

    response = asyncio.run(scenario())
    assert (response.status_code, b"call_id_not_found" in response.body) == (404, True)


def test_its_errors_are_the_sdks_own(no_speech):
    async def scenario():
        async with sdk(no_speech, key="wrong") as client:
            with pytest.raises(openai.AuthenticationError):
                await client.realtime.client_secrets.create()
            right = client.with_options(api_key=API_KEY)
            with pytest.raises(openai.BadRequestError) as refused:
                await right.realtime.client_secrets.create(session={"type": "realtime", "voice": 1})
            with pytest.raises(openai.NotFoundError):
                await right.realtime.calls.hangup("rtc_1")
            return refused.value

    error = asyncio.run(scenario())
    assert (error.code, error.param) == ("unknown_parameter", "session.voice")
