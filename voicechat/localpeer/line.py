"""What a call needs of the way to its client, whatever that is made of."""

from typing import Any, Literal, Protocol

from aiortc import MediaStreamTrack

from .speech.interfaces import Pcm


class Observer(Protocol):
    """Gets a call's events."""

    def send(self, event: dict[str, Any]) -> None:
        """Sends an event, unless the other side is gone."""
        ...

    async def close(self) -> None:
        """Takes leave, so that the other side notices at once."""
        ...


Sound = Literal["normal", "silent", "lost"]
"""What a call's sound is like: `silent` is packets of silence, `lost` no packets at all."""


class Voice(Protocol):
    """Plays a call's replies, one after the other.

    Attributes:
        sound: What comes of it at the other end.
    """

    sound: Sound

    @property
    def played_ms(self) -> int:
        """How much of the reply that is sounding has been sent."""
        ...

    def play(self, reply_id: str, pcm: Pcm) -> None:
        """Queues 24 kHz speech behind what the reply has queued already."""
        ...

    def finish(self, reply_id: str) -> None:
        """No more speech will come for this reply."""
        ...

    def clear(self) -> None:
        """Falls silent at once."""
        ...


class Line(Observer, Protocol):
    """The way to the one client whose call it is.

    Attributes:
        plays_sound: Whether speech sounds here, in real time; else the client gets all of it
            in events at once, and plays it by itself.
    """

    plays_sound: bool

    async def cut(self) -> None:
        """Goes dead without a goodbye: the other side has to find out by itself."""
        ...

    @property
    def voice(self) -> Voice:
        """Where speech sounds."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether events can be sent."""
        ...


class Listener(Protocol):
    """Is told what happens on a line."""

    def opened(self) -> None:
        """Events can be sent from now on."""

    def received(self, message: str | bytes) -> None:
        """The client sent an event."""

    def microphone_opened(self, track: MediaStreamTrack) -> None:
        """The client's audio comes on this track."""

    def playback_ended(self, reply_id: str) -> None:
        """All speech of a reply has sounded."""

    async def lost(self) -> None:
        """The client is gone."""
