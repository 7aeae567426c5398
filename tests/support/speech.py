"""Spoken sentences for tests: for a peer connection's track, or as a file for a browser."""

import asyncio
import re
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from voicechat.localpeer.speech.interfaces import SPEAKING_RATE, Pcm
from voicechat.localpeer.speech.synthesis import EspeakSynthesizer

# Transcription is real and may mishear a word. These two were found in every one of 84 runs
# through Opus with lost packets, gaps and noise.
SENTENCE = "Tomorrow morning I will travel to London by train."
KEY_WORDS = {"travel", "london"}

LEAD_SECONDS = 1
TRAIL_SECONDS = 3


def silence(seconds: float) -> Pcm:
    """Silence at 24 kHz."""
    return np.zeros(round(seconds * SPEAKING_RATE), np.int16)


def spoken(text: str) -> Pcm:
    """`text` as 24 kHz speech, a little slow for the recognizer's sake."""
    return asyncio.run(EspeakSynthesizer().synthesize(text, "marin", 0.85))


def speech_wav(path: Path, text: str = SENTENCE) -> Path:
    """Writes `text` to a file for Chromium's fake microphone, and returns its path.

    24 kHz, mono, 16 bit, with a second of silence before and three after. Append `%noloop` to
    the path in Chromium's flag to have it said once.
    """
    with ThreadPoolExecutor(1) as apart:  # the caller's thread may have an event loop already
        speech = apart.submit(spoken, text).result()
    pcm = np.concatenate([silence(LEAD_SECONDS), speech, silence(TRAIL_SECONDS)])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SPEAKING_RATE)
        file.writeframes(pcm.tobytes())
    return path


def has_key_words(transcript: str) -> bool:
    """Whether a transcript is recognizably the sentence."""
    return set(re.findall(r"[a-z]+", transcript.lower())) >= KEY_WORDS
