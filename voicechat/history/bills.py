"""What calls used and cost, in words. Pure."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from voicechat.realtime.prices import Tokens

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
        if not self.responses + self.priced_transcriptions:
            return ""
        if not self.priced + self.priced_transcriptions:
            return _("cost not known")
        missing = self.responses - self.priced
        if not self.lacks_transcription:
            missing += self.transcriptions - self.priced_transcriptions
        return at_least(self.cost) if missing else dollars(self.cost)

    @property
    def lacks_transcription(self) -> bool:
        """Whether transcription is in none of the cost."""
        return self.transcriptions > 0 == self.priced_transcriptions


def at_least(cost: Decimal) -> str:
    """Write US dollars to which more may be added that is not known."""
    return _("at least %(cost)s") % {"cost": dollars(cost)}


def dollars(cost: Decimal) -> str:
    """Write US dollars: in cents, and small amounts as exactly as tells something."""
    if 0 < cost < LEAST:
        return _("less than %(cost)s") % {"cost": dollars(LEAST)}
    exact = cost.quantize(CENT if cost == 0 or cost >= 10 * CENT else LEAST)
    return f"${number_format(exact, use_l10n=True, force_grouping=True)}"


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
