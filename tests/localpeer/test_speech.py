"""Hearing and speaking, without a call."""

import asyncio

import numpy as np
import pytest

from tests.support.speech import SENTENCE, has_key_words, spoken
from voicechat.localpeer.hearing import Hearing
from voicechat.localpeer.schema import VOICES
from voicechat.localpeer.speech import installed
from voicechat.localpeer.speech.detection import LoudnessDetector
from voicechat.localpeer.speech.interfaces import SPEAKING_RATE, WINDOW_SAMPLES
from voicechat.localpeer.speech.resampling import resampled


@pytest.fixture(scope="module")
def sentence():
    """The sentence at 16 kHz, in windows."""
    pcm = resampled(spoken(SENTENCE), SPEAKING_RATE, 16_000)
    return np.split(pcm, range(WINDOW_SAMPLES, pcm.size, WINDOW_SAMPLES))[:-1]


def quiet(windows):
    return [np.zeros(WINDOW_SAMPLES, np.int16)] * windows


def synthesize(speech, voice="marin", speed=1.0, text="Good morning to you all"):
    return asyncio.run(speech.synthesizer.synthesize(text, voice, speed))


def test_a_voice_is_told_from_silence_and_from_a_hum(speech, sentence):
    detector = speech.new_detector()
    hum = (np.sin(np.arange(WINDOW_SAMPLES) * 2 * np.pi * 100 / 16_000) * 3000).astype(np.int16)
    assert max(detector.probability(hum) for _ in range(30)) < 0.5
    assert detector.probability(quiet(1)[0]) == 0
    assert np.mean([detector.probability(window) for window in sentence]) > 0.7


def test_speech_is_cut_out_of_the_silence_around_it_and_understood(speech, sentence):
    hearing = Hearing(speech.new_detector())
    for window in quiet(60) + sentence + quiet(60):
        hearing.hear(window)
    pcm = hearing.speech(0, hearing.now_ms)
    assert len(sentence) <= pcm.size / WINDOW_SAMPLES < len(sentence) + 20
    assert has_key_words(asyncio.run(speech.transcriber.transcribe(pcm)))


def test_in_silence_there_is_no_speech():
    hearing = Hearing(LoudnessDetector())
    for window in quiet(30):
        hearing.hear(window)
    assert hearing.speech(0, hearing.now_ms) is None
    assert hearing.speech(5000, 9000) is None


def test_what_is_longer_ago_than_the_memory_is_forgotten(monkeypatch):
    monkeypatch.setattr("voicechat.localpeer.hearing.MEMORY_MS", 320)
    hearing = Hearing(LoudnessDetector())
    for window in [np.full(WINDOW_SAMPLES, 9000, np.int16), *quiet(10)]:
        hearing.hear(window)
    assert hearing.now_ms == 11 * 32
    assert hearing.speech(0, hearing.now_ms) is None


def test_every_voice_sounds_different(speech):
    sounds = [synthesize(speech, voice) for voice in VOICES]
    assert len({sound.tobytes() for sound in sounds}) == len(VOICES)
    assert all(np.abs(sound).max() > 5000 for sound in sounds)


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.5])
def test_speed_is_honoured(speech, speed):
    ratio = synthesize(speech, speed=1.0).size / synthesize(speech, speed=speed).size
    assert ratio == pytest.approx(speed, rel=0.15)


def test_any_text_can_be_spoken(speech):
    for text in ["", "\0", "\ud800", "<speak>hi</speak>", "你好", "x" * 5000]:
        assert synthesize(speech, text=text).dtype == np.int16


def test_what_is_not_installed_is_logged(monkeypatch, caplog):
    def missing():
        raise ImportError("no such package")

    for part in ["SileroDetector", "MoonshineTranscriber", "EspeakSynthesizer"]:
        monkeypatch.setattr(installed, part, missing)
    speech = installed.installed_speech()
    asyncio.run(installed.warm_up(speech))
    assert len(caplog.records) == 3
    assert not synthesize(speech).any()
