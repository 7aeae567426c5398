"""What a call has heard lately: its audio in windows, each with its chance of being speech."""

from collections import deque

import numpy as np

from .speech.interfaces import Pcm, VoiceDetector
from .turns import WINDOW_MS

# Longer turns keep their end. A call's memory of audio is thereby at most 4 MB.
MEMORY_MS = 120_000

SPEECH_PROBABILITY = 0.5

# Kept around speech, so that soft beginnings and endings are not cut off.
MARGIN_WINDOWS = 8


class Hearing:
    """Scores windows as they come, and finds the speech in a stretch of them.

    Attributes:
        now_ms: Length of all audio so far.
    """

    def __init__(self, detector: VoiceDetector) -> None:
        self._detector = detector
        self._windows: deque[tuple[Pcm, float]] = deque(maxlen=MEMORY_MS // WINDOW_MS)
        self._count = 0

    @property
    def now_ms(self) -> int:
        """Length of all audio so far."""
        return self._count * WINDOW_MS

    def hear(self, window: Pcm) -> float:
        """Takes one window of 512 samples and returns the probability that it holds speech."""
        probability = self._detector.probability(window)
        self._windows.append((window, probability))
        self._count += 1
        return probability

    def speech(self, start_ms: int, end_ms: int) -> Pcm | None:
        """The audio from `start_ms` to `end_ms` without the silence around it.

        None if nobody spoke: a recognizer would make up words.
        """
        forgotten = self._count - len(self._windows)
        first = max(start_ms // WINDOW_MS - forgotten, 0)
        last = max(-(-end_ms // WINDOW_MS) - forgotten, 0)
        windows = list(self._windows)[first:last]
        voiced = [i for i, (_, chance) in enumerate(windows) if chance >= SPEECH_PROBABILITY]
        if not voiced:
            return None
        begin, end = max(0, voiced[0] - MARGIN_WINDOWS), voiced[-1] + 1 + MARGIN_WINDOWS
        return np.concatenate([window for window, _ in windows[begin:end]])
