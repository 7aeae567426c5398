"""Measures everything, one thing after the other, and writes `RESULTS.md` beside this file.

Each part is a program of its own that prints its figures as Markdown: `python -m benchmarks.start`.
"""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
PARTS = {
    "Start of a call": "benchmarks.start",
    "Minting a key": "benchmarks.minting",
    "Records": "benchmarks.records",
    "Weight": "benchmarks.weight",
    "On a slow phone": "benchmarks.felt",
    "In a call": "benchmarks.in_call",
    "The local peer": "benchmarks.peer",
}


def machine() -> str:
    """Say what all of it was measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = models[0] if models else platform.machine()
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Python {platform.python_version()}"


def main() -> None:
    """Run every part; one that fails says so among the figures, and at the end."""
    failed = []
    with RESULTS.open("w", encoding="utf-8") as file:

        def write(text: str) -> None:
            print(text, end="", flush=True)
            print(text, end="", flush=True, file=file)

        write(f"# Figures\n\n{machine()}, {datetime.now(UTC):%Y-%m-%d}.\n")
        for title, module in PARTS.items():
            write(f"\n## {title}\n")
            command = [sys.executable, "-m", module]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as part:
                assert part.stdout
                for line in part.stdout:
                    write(line)
            if part.returncode:
                failed.append(title)
                write(f"\n**Failed**: `python -m {module}`\n")
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
