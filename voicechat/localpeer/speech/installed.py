"""Puts together the best speech software that is installed on this machine."""

import logging

import numpy as np

from .detection import LoudnessDetector, SileroDetector
from .interfaces import HEARING_RATE, NewDetector, Speech, Synthesizer, Transcriber
from .synthesis import EspeakSynthesizer, SilentSynthesizer
from .transcription import MissingTranscriber, MoonshineTranscriber

logger = logging.getLogger(__name__)


def installed_speech() -> Speech:
    """Loads everything once, and logs what is missing."""
    return Speech(_new_detector(), _transcriber(), _synthesizer())


async def warm_up(speech: Speech) -> None:
    """Uses each part once, so that the first call does not wait for it."""
    tone = np.sin(np.arange(HEARING_RATE) * 0.1) * 10_000
    if not isinstance(speech.transcriber, MissingTranscriber):
        await speech.transcriber.transcribe(tone.astype(np.int16))
    await speech.synthesizer.synthesize("Ready.", "alloy", 1.0)


def _new_detector() -> NewDetector:
    try:
        SileroDetector()
    except ImportError as error:
        logger.warning("No voice detection (%s): whatever is loud is taken for speech.", error)
        return LoudnessDetector
    return SileroDetector


def _transcriber() -> Transcriber:
    try:
        return MoonshineTranscriber()
    except ImportError as error:
        logger.warning("No speech recognition (%s): replies will say so.", error)
        return MissingTranscriber()


def _synthesizer() -> Synthesizer:
    try:
        return EspeakSynthesizer()
    except ImportError as error:
        logger.warning("No speech synthesis (%s): replies are silent.", error)
        return SilentSynthesizer()
