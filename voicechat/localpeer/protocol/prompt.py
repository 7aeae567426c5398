"""What a responder gets to read before it replies."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["user", "assistant", "system"]


@dataclass(frozen=True)
class Turn:
    """One message of the conversation.

    Attributes:
        text: What was said or written; empty if nothing could be made out.
        spoken: Whether it came as audio.
        problem: Why speech could not be turned into text, for the speaker to hear; else None.
    """

    role: Role
    text: str
    spoken: bool = False
    problem: str | None = None


@dataclass(frozen=True)
class Prompt:
    """Everything a reply may be based on.

    Attributes:
        instructions: The session's standing instructions.
        directive: Instructions for this reply alone, if the client gave any.
        turns: The conversation so far, oldest first.
    """

    instructions: str
    directive: str | None
    turns: tuple[Turn, ...]
