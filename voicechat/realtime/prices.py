"""What tokens and transcribed time cost. Pure.

Cached tokens are a subset of the input tokens, billed at their own price. Transcription is billed
by its own model's prices, by the token or by the minute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

MILLION = Decimal(1_000_000)
MINUTE = Decimal(60)  # seconds
EXACT = Decimal("1E-10")  # a token's price has four decimals; what a second costs may have no end


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Tokens by kind; `…_input` includes `…_cached`."""

    text_input: int = 0
    text_cached: int = 0
    text_output: int = 0
    audio_input: int = 0
    audio_cached: int = 0
    audio_output: int = 0

    def billed(self) -> "Mapping[str, int]":
        """Give how many are billed at the price of each kind."""
        return {
            **{name: getattr(self, name) for name in TOKEN_KINDS},
            "text_input": self.text_input - self.text_cached,
            "audio_input": self.audio_input - self.audio_cached,
        }


TOKEN_KINDS = tuple(field.name for field in fields(Tokens))


@dataclass(frozen=True, kw_only=True)
class PriceList:
    """The prices of one model in US dollars: per million tokens, and per minute transcribed.

    None: not known.
    """

    text_input: Decimal | None = None
    text_cached: Decimal | None = None
    text_output: Decimal | None = None
    audio_input: Decimal | None = None
    audio_cached: Decimal | None = None
    audio_output: Decimal | None = None
    per_minute: Decimal | None = None


def cost(tokens: Tokens, prices: PriceList, seconds: float | None = None) -> Decimal | None:
    """Give the exact cost in US dollars; None where a price that it takes is not known.

    `seconds` is given for what is billed by time, and then tokens are not.
    """
    if seconds is not None:
        if prices.per_minute is None:
            return None
        return (Decimal(str(seconds)) * prices.per_minute / MINUTE).quantize(EXACT)
    total = Decimal(0)
    for kind, count in tokens.billed().items():
        price = getattr(prices, kind)
        if count and price is None:
            return None
        total += count * (price or 0)
    return (total / MILLION).quantize(EXACT)


class PriceBook:
    """The prices of several models over time."""

    def __init__(self, prices: Iterable[tuple[str, date, PriceList]]) -> None:
        """Take price lists by their model and the day since which they hold."""
        self._newest_first = sorted(prices, key=lambda price: price[1], reverse=True)

    def on(self, day: date, model: str) -> PriceList | None:
        """Give the prices of a model that hold on a day; None where they are not known."""
        for name, since, prices in self._newest_first:
            if name == model and since <= day:
                return prices
        return None
