"""How long a call lasts, and what befalls it on the way if it was told to fail."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from .faults import Faults, FaultSwitch
from .line import Sound
from .protocol.session import MAX_SESSION_MINUTES


def longest_s(faults: Faults) -> float:
    """How long a session lasts that begins under these faults, in seconds."""
    limit = faults.session_expires_after_s
    return MAX_SESSION_MINUTES * 60.0 if limit is None else limit


class Mortal(Protocol):
    """What can happen to a call."""

    def expire(self) -> None:
        """It has lasted as long as it may."""

    def sound(self, sound: Sound) -> None:
        """Its sound and events come, or do not, from now on."""

    async def close(self) -> None:
        """Ends it."""

    async def cut(self) -> None:
        """Has the line go dead without a goodbye."""


async def accompany(call: Mortal, switch: FaultSwitch) -> None:
    """Sees a call from its opening to its end, by the faults of the moment."""
    loop = asyncio.get_running_loop()
    opened = loop.time()
    while True:
        faults, age = switch.current, loop.time() - opened
        for end_s, end in _ends(call, faults):
            if age >= end_s:
                await end()
                return
        call.sound(_sound(faults, age))
        marks = [faults.silent_after_s, faults.media_lost_after_s]
        marks += [end_s for end_s, _ in _ends(call, faults)]
        await switch.changed(min(mark - age for mark in marks if mark is not None and mark > age))


def _ends(
    call: Mortal, faults: Faults
) -> list[tuple[float, Callable[[], Coroutine[Any, Any, None]]]]:
    """The ends that the call will come to, each with its age in seconds."""

    async def expire() -> None:
        call.expire()

    ends = [
        (faults.session_expires_after_s, expire),
        (faults.hung_up_after_s, call.close),
        (faults.line_cut_after_s, call.cut),
        (MAX_SESSION_MINUTES * 60.0, expire),
    ]
    return [(end_s, end) for end_s, end in ends if end_s is not None]


def _sound(faults: Faults, age: float) -> Sound:
    if faults.silent_after_s is not None and age >= faults.silent_after_s:
        return "silent"
    if faults.media_lost_after_s is not None and age >= faults.media_lost_after_s:
        return "lost"
    return "normal"
