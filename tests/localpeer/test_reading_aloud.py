"""Texts that a site has read aloud."""

import asyncio
import wave
from io import BytesIO

import numpy as np
import pytest

from tests.support.speech import SENTENCE, has_key_words
from voicechat.localpeer.speech.interfaces import HEARING_RATE, SPEAKING_RATE
from voicechat.localpeer.speech.resampling import resampled
from voicechat.realtime import errors, reading
from voicechat.realtime.client import RealtimeClient

from .caller import API_KEY, serving


def read_aloud(speech, text=SENTENCE, **faults):
    """The file that the site gets."""

    async def scenario():
        async with serving(speech, **faults) as base:
            client = RealtimeClient(f"{base}/v1", API_KEY)
            wishes = {"voice": "marin", "language": "en", "model": "local"}
            return await asyncio.to_thread(client.speak, text, **wishes)

    return asyncio.run(scenario())


def test_a_text_is_read_word_for_word(speech):
    with wave.open(BytesIO(read_aloud(speech))) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    assert 2 < pcm.size / SPEAKING_RATE < 6
    heard = resampled(pcm, SPEAKING_RATE, HEARING_RATE)
    assert has_key_words(asyncio.run(speech.transcriber.transcribe(heard)))


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("401", errors.KeyRefusedError),
        ("429", errors.RateLimitedError),
        ("500", errors.ProviderDownError),
        ("html", errors.ProviderDownError),
        ("hang", errors.ProviderTimeoutError),
    ],
)
def test_each_failure_has_its_meaning(no_speech, fault, expected, monkeypatch):
    monkeypatch.setattr(reading, "TOTAL_TIMEOUT", 0.3 if fault == "hang" else 20)
    with pytest.raises(expected) as refused:
        read_aloud(no_speech, websocket=fault, retry_after_s=7)
    assert getattr(refused.value, "retry_after", 7) == 7


@pytest.mark.parametrize("ending", ["hung_up_after_s", "line_cut_after_s"])
def test_a_reading_that_is_broken_off_is_no_sample(no_speech, ending):
    with pytest.raises(errors.ProviderDownError):
        read_aloud(no_speech, **{ending: 0.1})


def test_it_does_not_mind_what_it_does_not_know(no_speech):
    plain = read_aloud(no_speech)
    assert read_aloud(no_speech, unknown_events=True, unknown_fields=True) == plain
