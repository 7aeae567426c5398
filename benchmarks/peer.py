"""Prints how many calls at once the local peer holds, and how soon it answers.

Each caller speaks for a quarter of the time. Callers share the machine with the peer; one process
of it uses one core at most.
"""

from benchmarks.report import median, most, row, table
from tests.localpeer.load import TURN_SECONDS, Plan, run
from tests.support.speech import SENTENCE, spoken

CALLS = (1, 10, 20)
SECONDS = 36.0


def main() -> None:
    """Print them for some numbers of calls."""
    table("calls", "dropped", "unanswered", "cores", "calls a core", "callers' cores", "memory",
          "end of speech to first sound", "95 %")  # fmt: skip
    plan = Plan(spoken(SENTENCE), TURN_SECONDS, SECONDS)
    for calls in CALLS:
        report = run(calls, plan)
        loads = (f"{report.cores:.2f}", f"{calls / report.cores:.0f}", f"{report.own_cores:.2f}")
        times = (f"{median(report.latencies_ms)} ms", f"{most(report.latencies_ms)} ms")
        row(calls, report.dropped, report.unanswered, *loads, f"{report.memory_mb:.0f} MB", *times)


if __name__ == "__main__":
    main()
