"""What tokens cost. Pure.

Cached tokens are a subset of the input tokens, billed at their own price.
"""

from dataclasses import dataclass, fields
from decimal import Decimal

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """The prices of one model, in US dollars per million tokens."""

    text_input: Decimal
    text_cached: Decimal
    text_output: Decimal
    audio_input: Decimal
    audio_cached: Decimal
    audio_output: Decimal


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Tokens by kind; `…_input` includes `…_cached`."""

    text_input: int = 0
    text_cached: int = 0
    text_output: int = 0
    audio_input: int = 0
    audio_cached: int = 0
    audio_output: int = 0


TOKEN_KINDS = tuple(field.name for field in fields(Tokens))


def cost(tokens: Tokens, prices: PriceList) -> Decimal:
    """Give the exact cost in US dollars."""
    per_million = (
        (tokens.text_input - tokens.text_cached) * prices.text_input
        + tokens.text_cached * prices.text_cached
        + tokens.text_output * prices.text_output
        + (tokens.audio_input - tokens.audio_cached) * prices.audio_input
        + tokens.audio_cached * prices.audio_cached
        + tokens.audio_output * prices.audio_output
    )
    return per_million / MILLION
