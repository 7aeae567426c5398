"""The table of results in `docs/reliability.md` is that of the faults that are tried."""

from importlib import import_module
from pkgutil import iter_modules

import tests.faults
from realtime_site.dotenv import BASE_DIR
from tests.faults.results import BEGIN, COLUMNS, END


def faults() -> set[tuple[str, ...]]:
    """Each fault of the matrix as the table has it: name, what happens, what it costs."""
    names = [each.name for each in iter_modules(tests.faults.__path__, "tests.faults.")]
    modules = [import_module(name) for name in names if ".test_" in name]
    marks = [
        mark for module in modules for test in vars(module).values() for mark in marks_of(test)
    ]
    return {mark.args for mark in marks if mark.name == "fault"}


def marks_of(test: object) -> list:
    return getattr(test, "pytestmark", [])


def rows() -> list[tuple[str, ...]]:
    page = (BASE_DIR / "docs" / "reliability.md").read_text()
    table = page.split(BEGIN)[1].split(END)[0].splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table]


def test_the_table_has_a_row_for_each_fault() -> None:
    assert sorted(row[:3] for row in rows()) == sorted(faults())


def test_everything_was_kept_on_each_database() -> None:
    assert {row[3:] for row in rows()} == {("kept",) * len(COLUMNS)}
