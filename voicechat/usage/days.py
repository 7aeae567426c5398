"""The charts of a month, day by day. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voicechat.history.bills import CENT, dollars
from voicechat.usage.charts import Chart, Write, chart
from voicechat.usage.figures import Figures, minutes_in_words, whole

Days = Mapping[date, Figures]


def calls_by_day(days: Days) -> Chart:
    """Draw how many calls began."""
    return _draw(days, lambda of: of.calls, _count, _("Calls by day"), hue="person", least=2)


def minutes_by_day(days: Days) -> Chart:
    """Draw for how long was talked."""
    title = _("Minutes by day")
    return _draw(days, lambda of: Decimal(of.seconds) / 60, _minutes, title, hue="person", least=2)


def cost_by_day(days: Days) -> Chart:
    """Draw what that cost."""
    return _draw(days, lambda of: of.cost, _price, _("Cost by day"), hue="voice", least=CENT)


def _draw(
    days: Days,
    of: Callable[[Figures], Decimal | int],
    write: Write,
    title: str,
    *,
    hue: str,
    least: int | Decimal,
) -> Chart:
    values = [(str(day.day), day_in_words(day), of(days[day])) for day in days]
    return chart(values, write, title=title, about=_most, hue=hue, least=least)


def day_in_words(day: date) -> str:
    """Write a day without its year."""
    return str(date_format(day, "MONTH_DAY_FORMAT"))


def _most(name: str, words: str) -> str:
    return pgettext("chart", "Most on %(day)s: %(amount)s.") % {"day": name, "amount": words}


def _count(value: Decimal) -> str:
    return whole(int(value))


def _minutes(value: Decimal) -> str:
    return minutes_in_words(float(value))


def _price(value: Decimal) -> str:
    """Write whole cents as such, also few of them."""
    return dollars(value) if value % CENT else f"${number_format(value, 2)}"
