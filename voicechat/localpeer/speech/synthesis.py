"""Text to speech with eSpeak NG, which is small, fast and clear, if not human."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from .espeak import shared_espeak
from .interfaces import SPEAKING_RATE, Pcm
from .languages import ESPEAK_NAMES, HAN, language_of
from .resampling import resampled

WORDS_PER_MINUTE = 165

CANNOT_SPEAK = "This local voice cannot speak that language."

# Slower than this eSpeak does not go; the rest is done by stretching.
MIN_WORDS_PER_MINUTE = 80


@dataclass(frozen=True)
class Voice:
    """How one of the API's voices sounds here.

    Attributes:
        name: eSpeak's language and variant.
        pitch: 0 to 100, 50 being the variant's own.
    """

    name: str
    pitch: int = 50

    def named(self, language: str) -> str:
        """eSpeak's name for it in another language: that language, with the same variant."""
        if language == "en":
            return self.name
        variant = self.name.partition("+")[2]
        return f"{ESPEAK_NAMES.get(language, language)}+{variant}"


VOICES = {
    "alloy": Voice("en-us+m3", 60),
    "ash": Voice("en-us+m7", 45),
    "ballad": Voice("en-gb-x-rp+m1", 50),
    "coral": Voice("en-us+f2", 55),
    "echo": Voice("en-us+m1", 35),
    "sage": Voice("en-gb-x-rp+f4", 45),
    "shimmer": Voice("en-us+f1", 60),
    "verse": Voice("en-gb-scotland+m3", 55),
    "marin": Voice("en-us+f3", 50),
    "cedar": Voice("en-us+m3", 30),
}


class EspeakSynthesizer:
    """eSpeak NG, in a thread of its own; a sentence takes it some 10 ms."""

    def __init__(self) -> None:
        """Starts eSpeak.

        Raises:
            ImportError: The package is not installed, or has no build for this platform.
        """
        self._espeak = shared_espeak()
        self._thread = ThreadPoolExecutor(1, "synthesizer")

    async def synthesize(
        self, text: str, voice: str, speed: float, languages: Sequence[str] = ("en",)
    ) -> Pcm:
        """The text as 24 kHz speech, or in English that this cannot be spoken."""
        language = language_of(text, languages)
        loop, work = asyncio.get_running_loop(), self._synthesize
        if language == "ja" and HAN.search(text):
            # eSpeak reads kana only.
            language = "unknown"
        try:
            return await loop.run_in_executor(self._thread, work, text, voice, speed, language)
        except ValueError:
            apology = CANNOT_SPEAK
            return await loop.run_in_executor(self._thread, work, apology, voice, speed, "en")

    def _synthesize(self, text: str, voice: str, speed: float, language: str) -> Pcm:
        sound = VOICES[voice]
        wanted = WORDS_PER_MINUTE * speed
        pace = max(MIN_WORDS_PER_MINUTE, round(wanted))
        pcm = self._espeak.speak(text, sound.named(language), pace, sound.pitch)
        return resampled(pcm, self._espeak.rate, SPEAKING_RATE, tempo=min(1.0, wanted / pace))


class SilentSynthesizer:
    """Stands in where no speech synthesis is installed: silence as long as the words would take."""

    async def synthesize(
        self, text: str, voice: str, speed: float, languages: Sequence[str] = ("en",)
    ) -> Pcm:
        """24 kHz silence."""
        minutes = len(text.split()) / (WORDS_PER_MINUTE * speed)
        return np.zeros(round(minutes * 60 * SPEAKING_RATE), np.int16)
