"""Produces replies: has each worded and spoken, and reports as it grows."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from .line import Voice
from .protocol.outputs import Generate, Output
from .protocol.session import Session
from .responder import Piece, Responder, ResponderError
from .speech.interfaces import Synthesizer, sound_of

logger = logging.getLogger(__name__)

# Words run well ahead of the speech, as they do with the provider.
WORDS_PER_STEP = 2
STEP_SECONDS = 0.05

WORDS = re.compile(rf"(?:\S+\s*){{1,{WORDS_PER_STEP}}}")

Apply = Callable[[list[Output]], None]


@dataclass(frozen=True)
class Replier:
    """Carries out the `Generate` commands of one call.

    Attributes:
        session: Is told about words and speech as they come.
        responder: Finds the words.
        synthesizer: Speaks them.
        voice: Is told when a reply's speech is complete.
        apply: Carries out what the session answers.
    """

    session: Session
    responder: Responder
    synthesizer: Synthesizer
    voice: Voice
    apply: Apply

    async def produce(self, request: Generate) -> None:
        """Produces one reply; cancel it to stop."""
        reply_id = request.response_id
        try:
            async for piece in self._pieces(request):
                await self._speak(request, piece)
                await self._show(reply_id, piece.text)
            self.apply(self.session.reply_finished(reply_id))
        except Exception:
            logger.exception("A reply failed.")
            problem = "The reply could not be produced."
            self.apply(self.session.reply_failed(reply_id, problem))
        finally:
            self.voice.finish(reply_id)

    async def _pieces(self, request: Generate) -> AsyncIterator[Piece]:
        """The reply, or in place of what cannot be had of it the reason."""
        try:
            async for piece in self.responder.reply(request.prompt):
                yield piece
        except ResponderError as problem:
            logger.warning("No reply: %s", problem.__cause__ or problem)
            self.apply(self.session.trouble(str(problem)))
            yield Piece(str(problem), "en")

    async def _speak(self, request: Generate, piece: Piece) -> None:
        if request.voice is None:
            return
        languages = [piece.language] if piece.language else request.languages
        pcm = await self.synthesizer.synthesize(piece.text, request.voice, request.speed, languages)
        self.apply(self.session.reply_audio(request.response_id, sound_of(pcm)))

    async def _show(self, reply_id: str, text: str) -> None:
        for words in WORDS.findall(text):
            self.apply(self.session.reply_text(reply_id, words))
            await asyncio.sleep(STEP_SECONDS)
