"""What the assistant says. Without a language model it says back what it heard."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from .protocol.prompt import Prompt, Turn

# Up to the end of a sentence, with the quotation mark and space that follow it;
# Chinese and Japanese have their own full stop, and no space.
SENTENCE = re.compile(r".+?(?:[.!?…][\"”)]*\s+|[\u3002\uff01\uff1f]+|$)", re.DOTALL)

GREETING = "Hello. Say something, and I will say it back."
NO_WORDS = "I could not make out any words. Please say that again."


@dataclass(frozen=True)
class Piece:
    """Part of a reply, long enough to be spoken by itself.

    Attributes:
        language: ISO 639-1; None if only the text and the session can tell.
    """

    text: str
    language: str | None = None


class ResponderError(Exception):
    """No reply can be found; the message is a sentence for the user."""


class Responder(Protocol):
    """Replies to a conversation, as a language model would."""

    def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """Yields the reply in pieces.

        Raises:
            ResponderError: There is no reply, or no more of it.
        """
        ...


class EchoResponder:
    """Says what it is told to, word for word, or else repeats what it heard or read."""

    async def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """Yields the reply sentence by sentence."""
        answer = _answer(prompt)
        for sentence in SENTENCE.findall(answer.text):
            yield Piece(sentence, answer.language)


def unheard(prompt: Prompt) -> Piece | None:
    """What to say to a user whose last words could not be made out, and None if they could."""
    last = _last_said(prompt)
    if last is None or last.text.strip():
        return None
    if last.problem:
        problem = f"I heard your voice, but I cannot tell what you said. {last.problem}"
        return Piece(problem, "en")
    return Piece(NO_WORDS, "en")


def _answer(prompt: Prompt) -> Piece:
    """The whole reply.

    A directive of several paragraphs asks for its last one to be said: that is how a client has
    an opening line spoken.
    """
    *introduction, line = re.split(r"\n\s*\n", (prompt.directive or "").strip())
    if introduction:
        return Piece(line.strip())
    last = _last_said(prompt)
    if last is None:
        return Piece(GREETING, "en")
    opening = "I heard you say" if last.spoken else "You wrote"
    return unheard(prompt) or Piece(f'{opening}: "{last.text.strip()}"', "en")


def _last_said(prompt: Prompt) -> Turn | None:
    said = [turn for turn in prompt.turns if turn.role == "user"]
    return said[-1] if said else None
