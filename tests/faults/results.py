"""The table of `docs/reliability.md`: what each fault is and costs, and what came out."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("SQLite", "PostgreSQL")
BEGIN, END = "<!-- results -->\n", "<!-- end of results -->"


@dataclass(frozen=True, order=True)
class Fault:
    """A row. `place` is the file and the line of its test."""

    place: tuple[str, int]
    name: str
    then: str
    costs: str

    def line(self, kept: dict[str, bool]) -> str:
        cells = ["kept" if kept.get(column) else "**not kept**" for column in COLUMNS]
        return f"| {' | '.join([self.name, self.then, self.costs, *cells])} |\n"


class Outcomes:
    """What came out of a run."""

    def __init__(self) -> None:
        self._kept: defaultdict[Fault, dict[str, bool]] = defaultdict(dict)

    def note(
        self, place: list, name: str, then: str, costs: str, database: str, *, has_passed: bool
    ) -> None:
        """Note a report on a test; it has passed when all its reports say so."""
        kept = self._kept[Fault(tuple(place), name, then, costs)]
        kept[database] = kept.get(database, True) and has_passed

    def table(self) -> str:
        """Write a row for each fault."""
        head = ["Fault", "What happens", "What it costs", *COLUMNS]
        lines = [f"| {' | '.join(head)} |\n", f"|{' --- |' * len(head)}\n"]
        return "".join(lines + [fault.line(self._kept[fault]) for fault in sorted(self._kept)])

    def write(self, page: Path) -> bool:
        """Put the table into its place on a page; says whether that changed anything."""
        before = page.read_text()
        head, rest = before.split(BEGIN)
        page.write_text(head + BEGIN + self.table() + END + rest.split(END)[1])
        return page.read_text() != before
