"""Finds out what was said in one turn, and reports it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from .ears import Ears
from .faults import FaultSwitch
from .protocol.outputs import Output, Transcribe
from .protocol.session import Session
from .speech.interfaces import SpeechUnavailableError, Transcriber

logger = logging.getLogger(__name__)

FAILED = "Speech recognition failed."


@dataclass(frozen=True)
class TurnTranscriber:
    """Carries out the `Transcribe` commands of one call.

    Attributes:
        session: Is told the words, or why there are none.
        ears: Remember the audio.
        transcriber: Finds the words.
        faults: May say that there are none to be found.
        apply: Carries out what the session answers.
    """

    session: Session
    ears: Ears
    transcriber: Transcriber
    faults: FaultSwitch
    apply: Callable[[list[Output]], None]

    async def transcribe(self, request: Transcribe) -> None:
        """Carries out one command."""
        try:
            words = await self._words(request)
        except SpeechUnavailableError as problem:
            self.apply(self.session.not_transcribed(request.item_id, str(problem)))
        except Exception:
            logger.exception("A transcription failed.")
            self.apply(self.session.not_transcribed(request.item_id, FAILED))
        else:
            self.apply(self.session.transcribed(request.item_id, words))

    async def _words(self, request: Transcribe) -> str:
        if self.faults.current.transcription_fails:
            raise SpeechUnavailableError(FAILED)
        speech = self.ears.speech(request.start_ms, request.end_ms)
        if speech is None:
            return ""
        return await self.transcriber.transcribe(speech, request.languages)
