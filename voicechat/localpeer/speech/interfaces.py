"""What a call needs of speech software."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
"""Mono audio, 16-bit samples; the rate is said where it is used."""

HEARING_RATE = 16_000
"""Samples a second of what is listened to."""

SPEAKING_RATE = 24_000
"""Samples a second of what is said, and of the API's own `audio/pcm`."""

WINDOW_SAMPLES = 512
"""Samples that a voice detector judges at a time: 32 ms."""


def pcm_of(sound: bytes) -> Pcm:
    """Reads samples as the API's `audio/pcm` writes them, little-endian."""
    return np.frombuffer(sound, "<i2").astype(np.int16)


def sound_of(pcm: Pcm) -> bytes:
    """Writes samples as the API's `audio/pcm`."""
    return pcm.astype("<i2").tobytes()


class SpeechUnavailableError(Exception):
    """This machine lacks the software; the message is a sentence for the user."""


class VoiceDetector(Protocol):
    """Judges one stream of audio, window by window."""

    def probability(self, window: Pcm) -> float:
        """The chance, 0 to 1, that 512 samples at 16 kHz hold speech."""
        ...


class Transcriber(Protocol):
    """Turns speech into text."""

    async def transcribe(self, speech: Pcm, languages: Sequence[str] = ()) -> str:
        """The words of one utterance at 16 kHz.

        Args:
            speech: The utterance.
            languages: What it may be in, as ISO 639-1 codes; empty if nobody knows.

        Raises:
            SpeechUnavailableError: Nothing here can do that.
        """
        ...


class Synthesizer(Protocol):
    """Turns text into speech."""

    async def synthesize(
        self, text: str, voice: str, speed: float, languages: Sequence[str] = ("en",)
    ) -> Pcm:
        """The text as 24 kHz speech.

        Args:
            text: What to say.
            voice: One of the API's names.
            speed: 0.25 to 1.5.
            languages: What it is in, as far as its script does not tell: ISO 639-1, best first.
        """
        ...


class NewDetector(Protocol):
    """Makes a voice detector for one stream."""

    def __call__(self) -> VoiceDetector: ...


@dataclass(frozen=True)
class Speech:
    """All the speech software of this process, shared by its calls."""

    new_detector: NewDetector
    transcriber: Transcriber
    synthesizer: Synthesizer
