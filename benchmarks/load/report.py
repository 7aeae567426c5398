"""What came of the load: the figures, and what went wrong."""

import statistics

from benchmarks.load.callers import Report
from benchmarks.load.watch import Watch
from tests.support.deployment import Deployment, Gunicorn
from tests.support.stand_in import MINT_SECONDS

# Memory that the last minutes may have more than the third: a leak would go on growing.
GROWTH = 1.05
WARMING_UP = 3  # minutes

TURNS = "SELECT call_id::text, text FROM voicechat_turn ORDER BY call_id, position"
USAGE = "SELECT count(*) FROM voicechat_usage"
GOING_ON = "SELECT count(*) FROM voicechat_call WHERE end_reason <> 'ended' AND NOT is_reserved"


def show(report: Report, watch: Watch) -> None:
    """Print the figures."""
    print(
        f"Starts, of which the provider takes {MINT_SECONDS * 1000:.0f} ms: {spread(report.starts)}"
    )
    print(f"Batches: {spread(report.batches)}")
    print(f"Answers: {dict(report.answers)}")
    print(f"Memory of the workers each minute, MiB: {[round(size) for size in watch.memory]}")
    print(f"Connections to the database: at most {max(watch.connections)}")


def spread(seconds: list[float]) -> str:
    """Give percentiles of what requests took."""
    ranks = statistics.quantiles(seconds, n=100)
    median, most, nearly_all = (round(ranks[rank - 1] * 1000) for rank in (50, 95, 99))
    longest = round(max(seconds) * 1000)
    return f"median {median} ms, 95 % {most} ms, 99 % {nearly_all} ms, longest {longest} ms"


def faults(report: Report, watch: Watch, deployment: Deployment, site: Gunicorn) -> list[str]:
    """Say what went wrong; nothing if nothing did."""
    found = [f"{count} × {answer}" for answer, count in report.answers.items() if answer[0] != "2"]
    kept: dict[str, list[str]] = {call: [] for call in report.sent}
    for call, text in deployment.rows(TURNS):
        kept[call].append(text)
    lost = sum(kept[call] != said for call, said in report.sent.items())
    if lost:
        found.append(f"The words of {lost} calls are not as they were sent.")
    [(usage,)] = deployment.rows(USAGE)
    if usage != sum(len(said) // 2 for said in report.sent.values()):
        found.append(f"{usage} usages are kept.")
    [(going_on,)] = deployment.rows(GOING_ON)
    if going_on:
        found.append(f"{going_on} calls did not end.")
    if grew(watch.memory):
        found.append("The memory of the workers grew.")
    if log := site.log.read_text():
        found.append(f"The site logged: {log[:2000]}")
    return found


def grew(memory: list[float]) -> bool:
    """Say whether memory went on growing after the first minutes."""
    return len(memory) > WARMING_UP + 1 and max(memory[-2:]) > GROWTH * memory[WARMING_UP]
