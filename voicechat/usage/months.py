"""Months, one after the other. Pure."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

WRITTEN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """One month of this century."""

    year: int
    number: int  # from 1

    @classmethod
    def of(cls, day: date) -> "Month":
        """Give the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month":
        """Read what `str` writes, such as “2026-11”. Raises ValueError."""
        match = WRITTEN.fullmatch(text)
        if not match:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def days(self) -> list[date]:
        """All its days."""
        return [self.first + timedelta(days=number) for number in range(self.last.day)]

    @property
    def previous(self) -> "Month":
        """The one before it."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def next(self) -> "Month":
        """The one after it."""
        return Month.of(self.last + timedelta(days=1))

    @property
    def in_words(self) -> str:
        """Write it for people: “November 2026”."""
        return str(date_format(self.first, "YEAR_MONTH_FORMAT"))


def months(first: Month, last: Month) -> list[Month]:
    """Give all from one to another, the latest first."""
    found = [last]
    while found[-1] > first:
        found.append(found[-1].previous)
    return found
