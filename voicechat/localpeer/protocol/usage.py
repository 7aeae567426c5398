"""Plausible token counts, so that a client's bookkeeping has something to count.

The provider bills about one token per 100 ms of a user's audio, one per 50 ms of the
assistant's, and four for three words of text.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .conversation import Item

USER_MS_PER_TOKEN = 100
ASSISTANT_MS_PER_TOKEN = 50


@dataclass(frozen=True)
class Tokens:
    """A count by kind."""

    text: int = 0
    audio: int = 0

    @property
    def total(self) -> int:
        """Both kinds together."""
        return self.text + self.audio

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.text + other.text, self.audio + other.audio)


def text_tokens(text: str) -> int:
    """Tokens of a text, by its words."""
    return math.ceil(len(text.split()) * 4 / 3)


def item_tokens(item: Item) -> Tokens:
    """Tokens that an item takes in a model's context; a user's audio needs no text."""
    if item.role == "user" and item.spoken:
        return Tokens(audio=math.ceil(item.audio_ms / USER_MS_PER_TOKEN))
    return Tokens(text_tokens(item.text), math.ceil(item.audio_ms / ASSISTANT_MS_PER_TOKEN))


def context_tokens(instructions: str, items: Iterable[Item]) -> Tokens:
    """Tokens of everything that a model would read before it replies."""
    return sum(map(item_tokens, items), Tokens(text_tokens(instructions)))


def response_usage(context: Tokens, previous: Tokens, output: Tokens) -> dict[str, Any]:
    """The `usage` of a response.

    Args:
        context: What it was based on.
        previous: What the response before was based on: this much of `context` was cached.
        output: What it produced.
    """
    cached = Tokens(min(context.text, previous.text), min(context.audio, previous.audio))
    return {
        "total_tokens": context.total + output.total,
        "input_tokens": context.total,
        "output_tokens": output.total,
        "input_token_details": {
            "text_tokens": context.text,
            "audio_tokens": context.audio,
            "image_tokens": 0,
            "cached_tokens": cached.total,
            "cached_tokens_details": {
                "text_tokens": cached.text,
                "audio_tokens": cached.audio,
                "image_tokens": 0,
            },
        },
        "output_token_details": {"text_tokens": output.text, "audio_tokens": output.audio},
    }


def transcription_usage(model: str, transcript: str, audio_ms: int) -> dict[str, Any]:
    """The `usage` of a transcription: GPT-4o's models are billed by token, others by time."""
    if not model.startswith("gpt-4o"):
        return {"type": "duration", "seconds": audio_ms / 1000}
    heard = math.ceil(audio_ms / USER_MS_PER_TOKEN)
    written = text_tokens(transcript)
    return {
        "type": "tokens",
        "total_tokens": heard + written,
        "input_tokens": heard,
        "output_tokens": written,
        "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
    }
