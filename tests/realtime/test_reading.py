"""Texts that a model reads aloud."""

import logging
import socket
import wave
from collections.abc import Iterator
from io import BytesIO
from itertools import repeat
from typing import Any

import pytest
from openai.types.realtime import ResponseCreateEvent, SessionUpdateEvent

from tests.support.provider import DONE, PCM, Provider, running, sound
from tests.support.sdk import validated
from voicechat.realtime import errors, reading
from voicechat.realtime.client import RealtimeClient

KEY = "sk-never-to-be-seen"
ERROR = {"type": "invalid_request_error", "message": KEY}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


def speak(provider: Provider) -> bytes:
    client = RealtimeClient(provider.base_url, KEY)
    return client.speak("Guten Tag!", voice="marin", language="de", model="a model")


def failed(error: object) -> dict[str, Any]:
    response = {"status": "failed", "status_details": {"type": "failed", "error": error}}
    return {"type": "response.done", "response": response}


def test_the_sound_comes_as_a_file(provider: Provider) -> None:
    with wave.open(BytesIO(speak(provider))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
        assert file.readframes(file.getnframes()) == PCM


def test_it_asks_with_the_key_for_what_the_sdk_knows(provider: Provider) -> None:
    speak(provider)
    (request,) = provider.requests
    assert request.path == "/v1/realtime?model=a+model"
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    update, create = provider.received
    audio = validated(SessionUpdateEvent, update).session.audio
    assert (audio.output.voice, audio.output.format.type) == ("marin", "audio/pcm")
    assert audio.input.turn_detection is None
    instructions = validated(ResponseCreateEvent, create).response.instructions
    assert "'de'" in instructions
    assert instructions.endswith("\n\nGuten Tag!")


@pytest.mark.parametrize("name", ["error", "response.done"])
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({**ERROR, "code": "invalid_api_key"}, errors.KeyRefusedError),
        ({**ERROR, "code": "model_not_found"}, errors.SpeechRefusedError),
        ({**ERROR, "code": "invalid_value"}, errors.SpeechRefusedError),
        ({**ERROR, "code": "insufficient_quota"}, errors.QuotaExhaustedError),
        ({**ERROR, "code": "rate_limit_exceeded"}, errors.RateLimitedError),
        ({"type": "server_error"}, errors.ProviderDownError),
    ],
)
def test_each_refusal_in_an_event_has_its_meaning(
    provider: Provider, name: str, error: object, expected: type[errors.ProviderError]
) -> None:
    provider.answer = [{"type": name, "error": error} if name == "error" else failed(error)]
    with pytest.raises(expected) as refused:
        speak(provider)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize(
    "answer",
    [
        ["<html>"],
        ["[]"],
        [{"type": "response.output_audio.delta"}, DONE],
        [{"type": "response.output_audio.delta", "delta": "~"}, DONE],
        [sound(b"odd"), DONE],
        [DONE],
        [sound(PCM), {"type": "response.done", "response": {"status": "incomplete"}}],
        [sound(PCM), {"type": "response.done"}],
        repeat(sound(PCM)),
    ],
)
def test_what_cannot_be_a_few_words_is_nonsense(provider: Provider, answer: Any) -> None:
    provider.answer = answer
    with pytest.raises(errors.ProviderNonsenseError):
        speak(provider)


@pytest.mark.parametrize("answer", [[sound(PCM)], repeat({"type": "rate_limits.updated"})])
def test_it_waits_so_long_and_no_longer(
    provider: Provider, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "TOTAL_TIMEOUT", 0.3)
    provider.answer = answer
    with pytest.raises(errors.ProviderTimeoutError):
        speak(provider)


def test_a_connection_that_breaks_off_is_not_taken_for_the_end(provider: Provider) -> None:
    provider.answer, provider.hangs_up = [sound(PCM)], True
    with pytest.raises(errors.ProviderDownError):
        speak(provider)


def test_a_provider_that_is_not_there_is_down() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        client = RealtimeClient(f"http://127.0.0.1:{unheard.getsockname()[1]}/v1", KEY)
        with pytest.raises(errors.ProviderDownError):
            client.speak("Hello", voice="marin", language="en", model="m")


def test_the_key_goes_to_no_other_address(provider: Provider) -> None:
    with running() as other:
        provider.refusal = 307, {"Location": f"{other.base_url}/realtime"}, ""
        with pytest.raises(errors.ProviderNonsenseError):
            speak(provider)
        assert not other.requests


def test_the_key_is_in_no_log(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    speak(provider)
    logged = [record for record in caplog.records if record.name != "websockets.server"]
    assert KEY not in " ".join(record.getMessage() for record in logged)
