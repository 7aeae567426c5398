"""One call: its line, wired to its session and to the speech software."""

import asyncio
import logging
import time
from collections.abc import Callable

from aiortc import MediaStreamTrack

from .chores import Chores
from .delivery import Delivery
from .ears import Ears
from .equipment import Equipment
from .lifetime import accompany, longest_s
from .line import Line, Observer, Sound
from .media import microphone
from .performing import Performer
from .protocol.clocks import Clocks
from .protocol.outputs import Close, Event, Output, Send
from .protocol.session import Session
from .replying import Replier
from .settings import Settings
from .transcribing import TurnTranscriber
from .turns import SpeechStarted, SpeechStopped

logger = logging.getLogger(__name__)

# An answered offer whose data channel has not opened by then has been abandoned.
CONNECT_SECONDS = 30

# Time for the last events to leave before the line is cut.
FAREWELL_SECONDS = 0.2


class Call:
    """A call from its offer to its end."""

    def __init__(
        self,
        call_id: str,
        settings: Settings,
        equipment: Equipment,
        line: Line,
        on_closed: Callable[[str], None],
    ) -> None:
        """
        Args:
            call_id: `rtc_…`.
            settings: What the session begins with.
            equipment: What it is answered with.
            line: The way to the client.
            on_closed: Called with the id when the call has ended, however it did.
        """
        self.id = call_id
        self._line = line
        self._faults = equipment.faults
        self._delivery = Delivery(equipment.faults, self._send)
        self._audience: list[Observer] = [line]
        self._on_closed = on_closed
        self._closing: asyncio.Task[None] | None = None
        self._session = Session(settings, plays_sound=line.plays_sound)
        self._ears = Ears(equipment.speech.new_detector(), self._window_heard)
        self._chores = Chores(self._failed)
        self._performer = self._new_performer(equipment)

    def begin(self) -> None:
        """The client's request has been granted; it may take a moment until it can be reached."""
        self._chores.start(self._await_client())
        self._chores.start(self._ears.listen_to_appended())
        logger.info("Call %s begins.", self.id)

    async def close(self) -> None:
        """Ends the call, and returns when it has ended; the other side notices at once."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._end())
        await asyncio.shield(self._closing)

    async def _end(self) -> None:
        self._chores.cancel()
        await asyncio.gather(*(each.close() for each in self._audience))
        self._on_closed(self.id)
        logger.info("Call %s ended.", self.id)

    def join(self, observer: Observer) -> None:
        """Has `observer` get the events from now on, as the client does."""
        self._audience.append(observer)
        observer.send(self._session.introduction())

    def leave(self, observer: Observer) -> None:
        """`observer` gets no more events."""
        self._audience.remove(observer)

    def opened(self) -> None:
        """The client can be reached."""
        self._chores.start(accompany(self, self._faults))
        self._apply(self._session.open(int(time.time() + longest_s(self._faults.current))))

    def received(self, message: str | bytes) -> None:
        """The client sent an event."""
        self._apply(self._session.client_event(message, self._clocks()))

    async def caught_up(self) -> None:
        """Waits until all audio that came in events has been listened to."""
        await self._ears.caught_up()

    def microphone_opened(self, track: MediaStreamTrack) -> None:
        """The client's audio comes on this track."""
        self._chores.start(self._ears.listen(microphone(track)))

    def playback_ended(self, reply_id: str) -> None:
        """All speech of a reply has sounded."""
        self._apply(self._session.playback_ended(reply_id))

    async def lost(self) -> None:
        """The client is gone."""
        await self.close()

    def _new_performer(self, equipment: Equipment) -> Performer:
        speech, voice, session, apply = (
            equipment.speech,
            self._line.voice,
            self._session,
            self._apply,
        )
        ears, faults = self._ears, equipment.faults
        transcriber = TurnTranscriber(session, ears, speech.transcriber, faults, apply)
        replier = Replier(session, equipment.responder, speech.synthesizer, voice, apply)
        return Performer(ears, voice, transcriber, replier, self._chores)

    def _clocks(self) -> Clocks:
        return Clocks(self._ears.now_ms, self._line.voice.played_ms)

    def expire(self) -> None:
        """The call has lasted as long as it may."""
        self._apply(self._session.expire())

    def sound(self, sound: Sound) -> None:
        """Sound and events come, or do not, from now on."""
        self._line.voice.sound = sound
        self._delivery.silent = sound == "silent"

    async def cut(self) -> None:
        """Has the line go dead without a goodbye, which ends the call on this side."""
        await self._line.cut()
        await self.close()

    async def _await_client(self) -> None:
        """Ends a call that never connects."""
        await asyncio.sleep(CONNECT_SECONDS)
        if not self._line.is_open:
            await self.close()

    def _window_heard(self, change: SpeechStarted | SpeechStopped | None) -> None:
        match change:
            case SpeechStarted(at_ms):
                self._apply(self._session.speech_started(at_ms, self._clocks()))
            case SpeechStopped(at_ms):
                self._apply(self._session.speech_stopped(at_ms))
            case None:
                self._apply(self._session.audio_passed(self._clocks()))

    def _apply(self, outputs: list[Output]) -> None:
        """Carries out what the session asks for."""
        for output in outputs:
            match output:
                case Send(event):
                    self._delivery.deliver(event)
                case Close():
                    self._chores.start(self._close_politely())
                case _:
                    self._performer.perform(output)

    def _send(self, event: Event) -> None:
        for each in self._audience:
            each.send(event)

    async def _close_politely(self) -> None:
        await asyncio.sleep(FAREWELL_SECONDS)
        await self.close()

    def _failed(self, error: BaseException) -> None:
        logger.error("Call %s failed.", self.id, exc_info=error)
        self._chores.start(self.close())
