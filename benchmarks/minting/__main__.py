"""What minting a key costs beside what the provider takes: `python -m benchmarks.minting`.

One gunicorn as it is deployed, on SQLite and on PostgreSQL with Redis, beside the same gunicorn and
a Node server that only pass requests on; all of it on this machine, and each in its turn. Takes
four minutes. Ends with 1 if a request was refused, or a row is missing.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks import report
from benchmarks.minting.bursts import Figures, burst
from benchmarks.minting.contenders import Contender, running
from tests.support import stand_in
from tests.support.services import absence

CLIENTS = (1, 50, 200)
ROUNDS = 3
WARMING_UP = 50  # clients

Measured = dict[int, dict[str, Figures]]  # by the number of clients, and by the contender's name


async def measure(found: list[Contender]) -> Measured:
    """Have one burst after the other, so that whatever slows the machine down slows all."""
    measured: Measured = {count: {each.name: Figures() for each in found} for count in CLIENTS}
    keys: set[str] = set()
    for each in found:  # a worker's first requests load what the later ones have at hand
        await burst(each, each.people[:WARMING_UP], Figures(), keys)
    for _ in range(ROUNDS):
        first = 0  # nobody asks in two sizes, and so not too often
        for count in CLIENTS:
            for each in found:
                people = each.people[first : first + count]
                await burst(each, people, measured[count][each.name], keys)
            first += count
    return measured


def show(count: int, measured: dict[str, Figures]) -> None:
    """Print the figures with so many clients."""
    report.note(f"{count} {'client' if count == 1 else 'clients at once'}:")
    head = ("requests/s", "median, ms", "95 %, ms", "added, ms", "processor, ms", "errors")
    report.table("", *head)
    base = median(next(iter(measured.values())).times)
    for name, figures in measured.items():
        times = figures.times
        spread = (report.median(times), report.most(times), f"{median(times) - base:.1f}")
        cpu = f"{figures.cpu * 1000 / len(times):.1f}" if figures.cpu else "–"
        report.row(name, f"{figures.rate:.1f}", *spread, cpu, figures.errors)


def main() -> int:
    """Run all of them, print the figures, and give the exit code."""
    report.note(
        f"The provider takes {stand_in.MINT_SECONDS * 1000:.0f} ms; *added* is what a contender's "
        "median has beyond the provider's own, *processor* what its workers use for each request."
    )
    missing = absence()
    if missing:
        report.note(f"On SQLite only, then. {missing}")
    with (
        tempfile.TemporaryDirectory() as folder,
        stand_in.running() as provider,
        running(Path(folder), provider, sum(CLIENTS), large=not missing) as found,
    ):
        if "Node" not in {each.name for each in found}:
            report.note("Node is not installed here, so nothing is measured of it.")
        measured = asyncio.run(measure(found))
    for count, figures in measured.items():
        show(count, figures)
    return int(any(each.errors for row in measured.values() for each in row.values()))


if __name__ == "__main__":
    sys.exit(main())
