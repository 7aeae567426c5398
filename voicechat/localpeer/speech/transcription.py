"""Speech to text with Moonshine's tiny English model, which its wheel carries."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from .interfaces import HEARING_RATE, Pcm, SpeechUnavailableError
from .languages import is_english

# The model's own voice detection splits a turn in two and then writes "You" for the silent half;
# what it gets here is speech already.
OPTIONS = {"vad_threshold": "0.0", "return_audio_data": "false", "identify_speakers": "false"}

FULL_SCALE = 32_768

ENGLISH_ONLY = "This local voice understands English only."


class MoonshineTranscriber:
    """Moonshine, in a thread of its own: one utterance after the other, about 0.1 s for each."""

    def __init__(self) -> None:
        """Loads the model, about half a second.

        Raises:
            ImportError: The package is not installed, or has no build for this platform.
        """
        import moonshine_voice

        model = Path(moonshine_voice.__file__).parent / "assets" / "tiny-en"
        architecture = moonshine_voice.ModelArch.TINY
        self._model = moonshine_voice.Transcriber(model, architecture, options=OPTIONS)
        self._thread = ThreadPoolExecutor(1, "transcriber")

    async def transcribe(self, speech: Pcm, languages: Sequence[str] = ()) -> str:
        """The words of one utterance at 16 kHz.

        Raises:
            SpeechUnavailableError: It is in no language that the model knows. It would find
                English words in it all the same.
        """
        if languages and not any(is_english(language) for language in languages):
            raise SpeechUnavailableError(ENGLISH_ONLY)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._transcribe, speech)

    def _transcribe(self, speech: Pcm) -> str:
        samples = (speech.astype(np.float32) / FULL_SCALE).tolist()
        lines = self._model.transcribe_without_streaming(samples, HEARING_RATE).lines
        return " ".join(line.text.strip() for line in lines).strip()


class MissingTranscriber:
    """Stands in where no speech recognition is installed."""

    async def transcribe(self, speech: Pcm, languages: Sequence[str] = ()) -> str:
        """Always raises `SpeechUnavailableError`."""
        raise SpeechUnavailableError("Speech recognition is not installed on this server.")
