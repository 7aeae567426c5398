"""What was used, in figures and in words. Pure."""

from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicechat.history.bills import as_far_as_known
from voicechat.realtime.prices import MINUTE, Tokens


@dataclass(frozen=True, kw_only=True)
class Figures(Tokens):
    """Sums over the ledger; see `DayUsage`."""

    calls: int = 0
    seconds: int = 0
    responses: int = 0
    transcriptions: int = 0
    unpriced: int = 0
    transcribed_ms: int = 0
    cost: Decimal = Decimal(0)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in AMOUNTS})

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in AMOUNTS)

    @property
    def tokens(self) -> int:
        """All tokens, also those of transcription; cached ones are among those that went in."""
        return self.text_input + self.audio_input + self.text_output + self.audio_output

    @property
    def minutes(self) -> float:
        """For how long was talked."""
        return self.seconds / 60

    @property
    def per_minute(self) -> Decimal | None:
        """What a minute cost; None where too little was said to tell."""
        return self.cost / self.seconds * MINUTE if self.seconds >= MINUTE else None

    @property
    def calls_in_figures(self) -> str:
        """Say how many calls there were, if any, where it is said already that they are calls."""
        return whole(self.calls) if self.calls else ""

    @property
    def calls_in_words(self) -> str:
        """Say how many calls there were."""
        calls = {"calls": whole(self.calls)}
        return ngettext("%(calls)s call", "%(calls)s calls", self.calls) % calls

    @property
    def talked_in_words(self) -> str:
        """Say for how long was talked."""
        return minutes_in_words(self.minutes)

    @property
    def tokens_in_words(self) -> str:
        """Say how many tokens there were."""
        return whole(self.tokens)

    @property
    def kinds_in_words(self) -> str:
        """Say what the tokens were."""
        values = {
            "input": whole(self.text_input + self.audio_input),
            "cached": whole(self.text_cached + self.audio_cached),
            "output": whole(self.text_output + self.audio_output),
        }
        return _("%(input)s in (%(cached)s cached), %(output)s out") % values

    @property
    def cost_in_words(self) -> str:
        """Say what it cost, as far as that is known."""
        return self._known(self.cost)

    @property
    def per_minute_in_words(self) -> str:
        """Say what a minute cost."""
        return "" if self.per_minute is None else self._known(self.per_minute)

    def _known(self, cost: Decimal) -> str:
        used = self.responses + self.transcriptions
        return as_far_as_known(cost, priced=used - self.unpriced, unpriced=self.unpriced)


AMOUNTS = tuple(field.name for field in fields(Figures))


def minutes_in_words(minutes: float) -> str:
    """Write a time: in minutes, and less than one in seconds."""
    if 0 < minutes < 1:
        return _("%(seconds)s s") % {"seconds": whole(round(minutes * 60))}
    return _("%(minutes)s min") % {"minutes": whole(round(minutes))}


def whole(number: int) -> str:
    """Write a whole number."""
    return str(number_format(number, use_l10n=True, force_grouping=True))
