"""Speech software, loaded once."""

import pytest

from voicechat.localpeer.speech.detection import LoudnessDetector
from voicechat.localpeer.speech.installed import installed_speech
from voicechat.localpeer.speech.interfaces import Speech
from voicechat.localpeer.speech.synthesis import SilentSynthesizer
from voicechat.localpeer.speech.transcription import MissingTranscriber


@pytest.fixture(scope="session")
def speech() -> Speech:
    """Everything that is installed."""
    return installed_speech()


@pytest.fixture(scope="session")
def no_speech() -> Speech:
    """A machine with no speech software."""
    return Speech(LoudnessDetector, MissingTranscriber(), SilentSynthesizer())
