"""The ledger as CSV: every program reads it, and none runs it."""

import csv
import io
from pathlib import Path

import pytest

from realtime_site.dotenv import BASE_DIR
from voicechat.usage.sheet import COLUMNS, sheet


def read(*rows: tuple[object, ...]) -> list[list[str]]:
    text = "".join(sheet(rows)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_it_begins_with_the_names_of_its_columns() -> None:
    assert read() == [list(COLUMNS)]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")']
)
def test_no_spreadsheet_takes_a_name_for_a_formula(text: str) -> None:
    assert read((text,))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["Zoë, “the” other", 'say "hi"', "two\nlines", "", "a=b", "日本"])
def test_other_names_stay_as_they_are(text: str) -> None:
    assert read((text, 1))[1] == [text, "1"]


def test_an_amount_that_was_taken_back_stays_a_number() -> None:
    assert read((-40,))[1] == ["-40"]


def test_the_documentation_says_what_its_columns_are() -> None:
    text = (Path(BASE_DIR) / "docs/usage.md").read_text()
    assert not [name for name in COLUMNS if f"`{name}`" not in text]
