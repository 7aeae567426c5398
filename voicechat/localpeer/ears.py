"""Listens to a call: scores its audio, remembers it, and notices turns."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from av import AudioFrame, AudioResampler

from .hearing import Hearing
from .speech.interfaces import (
    HEARING_RATE,
    SPEAKING_RATE,
    WINDOW_SAMPLES,
    Pcm,
    VoiceDetector,
    pcm_of,
)
from .speech.resampling import samples
from .turns import SpeechStarted, SpeechStopped, TurnDetector, rules_for

BYTES_PER_MS = 2 * SPEAKING_RATE // 1000

OnWindow = Callable[[SpeechStarted | SpeechStopped | None], None]


class Ears:
    """Takes in a call's audio, be it a track or appended by events."""

    def __init__(self, detector: VoiceDetector, on_window: OnWindow) -> None:
        """
        Args:
            detector: Tells speech from other sound.
            on_window: Called for each window, with the change that it brought, if any.
        """
        self._hearing = Hearing(detector)
        self._on_window = on_window
        self._turns: TurnDetector | None = None
        self._resampler = AudioResampler("s16", "mono", HEARING_RATE, frame_size=WINDOW_SAMPLES)
        self._appended: asyncio.Queue[Pcm] = asyncio.Queue()
        self._appended_bytes = 0

    @property
    def now_ms(self) -> int:
        """Length of all audio so far."""
        return max(self._hearing.now_ms, self._appended_bytes // BYTES_PER_MS)

    def detect_turns(self, detection: dict[str, Any] | None) -> None:
        """Looks for turns afresh, by a session's `turn_detection`; None: not at all."""
        self._turns = TurnDetector(rules_for(detection)) if detection else None

    def speech(self, start_ms: int, end_ms: int) -> Pcm | None:
        """The audio from `start_ms` to `end_ms` without the silence around it, if any is left."""
        return self._hearing.speech(start_ms, end_ms)

    def append(self, sound: bytes) -> None:
        """Queues 24 kHz audio for `listen_to_appended`."""
        self._appended_bytes += len(sound)
        if not sound:
            return
        pcm = pcm_of(sound).reshape(1, -1)
        frame = AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate = SPEAKING_RATE
        for window in self._resampler.resample(frame):
            self._appended.put_nowait(samples(window))

    async def caught_up(self) -> None:
        """Waits until all that was appended has been listened to."""
        await self._appended.join()

    async def listen(self, windows: AsyncIterator[Pcm]) -> None:
        """Listens to windows of 512 samples at 16 kHz as they come."""
        async for window in windows:
            self._hear(window)

    async def listen_to_appended(self) -> None:
        """Listens to what is appended."""
        while True:
            window = await self._appended.get()
            self._hear(window)
            self._appended.task_done()
            # A long recording may be appended in one go; other calls want to be heard, too.
            await asyncio.sleep(0)

    def _hear(self, window: Pcm) -> None:
        probability = self._hearing.hear(window)
        now_ms = self._hearing.now_ms
        self._on_window(self._turns.feed(probability, now_ms) if self._turns else None)
