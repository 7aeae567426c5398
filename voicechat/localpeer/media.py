"""Audio between WebRTC tracks and plain samples."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, AudioResampler

from .line import Sound
from .speech.interfaces import HEARING_RATE, SPEAKING_RATE, WINDOW_SAMPLES, Pcm
from .speech.resampling import samples

FRAME_SECONDS = 0.02
FRAME_SAMPLES = 480

WINDOW_SECONDS = WINDOW_SAMPLES / HEARING_RATE

# About half a second, longer than a bad network's gaps.
STALL_WINDOWS = 16

# After a longer stall of this process the clock starts afresh instead of catching up in a burst.
MAX_LATENESS_SECONDS = 0.2


async def microphone(track: MediaStreamTrack) -> AsyncIterator[Pcm]:
    """Yields what the other side says, in windows of 512 samples at 16 kHz, until it ends.

    When nothing comes, that is silence: else a turn would never end whose speaker has stopped
    sending in the middle of it.
    """
    resampler = AudioResampler("s16", "mono", HEARING_RATE, frame_size=WINDOW_SAMPLES)
    while True:
        try:
            async with asyncio.timeout(STALL_WINDOWS * WINDOW_SECONDS):
                frame = await track.recv()
        except MediaStreamError:
            return
        except TimeoutError:
            for _ in range(STALL_WINDOWS):
                yield np.zeros(WINDOW_SAMPLES, np.int16)
            continue
        if not isinstance(frame, AudioFrame):
            continue
        for window in resampler.resample(frame):
            yield samples(window)


@dataclass
class _Utterance:
    """Speech of one reply: what of it is still to sound, and whether more may come."""

    id: str
    pending: Pcm = field(default_factory=lambda: np.zeros(0, np.int16))
    played: int = 0
    complete: bool = False


class SpeechTrack(MediaStreamTrack):
    """The voice of a call: plays replies one after the other, and silence in between.

    Attributes:
        sound: What of it is sent.
    """

    kind = "audio"

    def __init__(self, on_ended: Callable[[str], None]) -> None:
        """
        Args:
            on_ended: Called with the id of a reply once all of it has been sent.
        """
        super().__init__()
        self.sound: Sound = "normal"
        self._on_ended = on_ended
        self._queue: deque[_Utterance] = deque()
        self._due: float | None = None
        self._timestamp = -FRAME_SAMPLES

    @property
    def played_ms(self) -> int:
        """How much of the reply that is sounding has been sent."""
        return self._queue[0].played * 1000 // SPEAKING_RATE if self._queue else 0

    def play(self, reply_id: str, pcm: Pcm) -> None:
        """Queues 24 kHz speech behind what the reply has queued already."""
        for utterance in self._queue:
            if utterance.id == reply_id:
                utterance.pending = np.concatenate([utterance.pending, pcm])
                return
        self._queue.append(_Utterance(reply_id, pcm))

    def finish(self, reply_id: str) -> None:
        """No more speech will come for this reply."""
        for utterance in self._queue:
            utterance.complete |= utterance.id == reply_id

    def clear(self) -> None:
        """Falls silent at once."""
        self._queue.clear()

    async def recv(self) -> AudioFrame:
        """The next 20 ms, when they are due."""
        if self.readyState != "live":
            raise MediaStreamError
        pcm = await self._next_due()
        while self.sound == "lost":
            pcm = await self._next_due()
        frame = AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SPEAKING_RATE
        frame.time_base = Fraction(1, SPEAKING_RATE)
        frame.pts = self._timestamp
        return frame

    async def _next_due(self) -> Pcm:
        await self._wait()
        self._timestamp += FRAME_SAMPLES
        pcm = self._next()
        return np.zeros_like(pcm) if self.sound == "silent" else pcm

    async def _wait(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._due is None or now - self._due > MAX_LATENESS_SECONDS:
            self._due = now
        await asyncio.sleep(self._due - now)
        self._due += FRAME_SECONDS

    def _next(self) -> Pcm:
        frame = np.zeros(FRAME_SAMPLES, np.int16)
        if self._queue:
            utterance = self._queue[0]
            part = utterance.pending[:FRAME_SAMPLES]
            utterance.pending = utterance.pending[FRAME_SAMPLES:]
            utterance.played += part.size
            frame[: part.size] = part
            if utterance.complete and not utterance.pending.size:
                self._queue.popleft()
                self._on_ended(utterance.id)
        return frame
