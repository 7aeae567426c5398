"""What calls used and cost, in words. Pure."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from voicechat.listing import listed
from voicechat.realtime.prices import PriceList, Tokens

CENT = Decimal("0.01")
LEAST = Decimal("0.0001")


@dataclass(frozen=True, kw_only=True)
class Bill(Tokens):
    """The tokens of responses, and what they and transcriptions cost.

    `cost`, in US dollars, is that of the `priced` among the `responses`, and of the
    `priced_transcriptions` among the `transcriptions`: of the others the prices were not known.
    """

    cost: Decimal = Decimal(0)
    responses: int = 0
    priced: int = 0
    transcriptions: int = 0
    priced_transcriptions: int = 0

    def __add__(self, other: "Bill") -> "Bill":
        names = [field.name for field in fields(self)]
        return Bill(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def tokens_in_words(self) -> list[str]:
        """Say how many tokens there were of each kind; nothing of a kind that was not used."""
        kinds = (
            (_("Text"), self.text_input, self.text_cached, self.text_output),
            (_("Audio"), self.audio_input, self.audio_cached, self.audio_output),
        )
        return [_tokens(*kind) for kind in kinds if any(kind[1:])]

    @property
    def cost_in_words(self) -> str:
        """Say what it cost, as far as it is known; nothing of transcription without a price."""
        unpriced = self.responses - self.priced
        if not self.lacks_transcription:
            unpriced += self.transcriptions - self.priced_transcriptions
        priced = self.priced + self.priced_transcriptions
        return as_far_as_known(self.cost, priced=priced, unpriced=unpriced)

    @property
    def lacks_transcription(self) -> bool:
        """Whether transcription is in none of the cost."""
        return self.transcriptions > 0 == self.priced_transcriptions


def as_far_as_known(cost: Decimal, *, priced: int, unpriced: int) -> str:
    """Write what so many cost together, of which some may have no price; nothing of none."""
    if not priced:
        return _("cost not known") if unpriced else ""
    if unpriced:
        return _("at least %(cost)s") % {"cost": dollars(cost)}
    return dollars(cost)


def dollars(cost: Decimal) -> str:
    """Write US dollars: in cents, and small amounts as exactly as tells something."""
    if 0 < cost < LEAST:
        return _("less than %(cost)s") % {"cost": dollars(LEAST)}
    exact = cost.quantize(CENT if cost == 0 or cost >= 10 * CENT else LEAST)
    return f"${number_format(exact, use_l10n=True, force_grouping=True)}"


def prices_in_words(prices: PriceList) -> str:
    """Write a price list, as far as it is known: “text 4 / 0.4 / 24, …” per million tokens."""
    kinds = (
        (_("text"), (prices.text_input, prices.text_cached, prices.text_output)),
        (_("audio"), (prices.audio_input, prices.audio_cached, prices.audio_output)),
    )
    known = [
        f"{kind} {' / '.join(map(_price, each))}"
        for kind, each in kinds
        if any(price is not None for price in each)
    ]
    if prices.per_minute is not None:
        known.append(_("%(price)s a minute") % {"price": _price(prices.per_minute)})
    return listed(known)


def _price(price: Decimal | None) -> str:
    return "–" if price is None else str(number_format(price.normalize(), use_l10n=True))


def _tokens(kind: str, used: int, cached: int, made: int) -> str:
    values = {
        "kind": kind,
        "input": _number(used),
        "cached": _number(cached),
        "output": _number(made),
    }
    if cached:
        return _("%(kind)s: %(input)s in, of which %(cached)s cached, %(output)s out") % values
    return _("%(kind)s: %(input)s in, %(output)s out") % values


def _number(number: int) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))
