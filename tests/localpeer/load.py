"""Many calls at once: `python -m tests.localpeer.load --calls 20`.

Each caller talks in turns, as people do, or all of them talk all the time with `--all-at-once`.
The peer runs in a process of its own; the callers run in this one, and share the machine with it.
Ends with 1 if a call was dropped or a turn went unanswered.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession

from tests.support.speech import SENTENCE, spoken
from voicechat.localpeer.speech.interfaces import Pcm

from .caller import API_KEY, Caller

PROJECT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")

# One turn of a caller who speaks for about a quarter of the time.
TURN_SECONDS = 12.0

REPLY_BEGINS = "output_audio_buffer.started"

SESSION = {
    "audio": {
        "input": {"transcription": {"model": "gpt-transcribe"}},
        "output": {"speed": 1.5},
    }
}


@dataclass
class Report:
    """What happened to the calls.

    Attributes:
        cores: Of the machine, that the peer was busy with; `own_cores`, that the callers were.
        memory_mb: The most that the peer had.
        latencies_ms: From the end of each utterance to the first sound of the reply.
    """

    dropped: int = 0
    unanswered: int = 0
    cores: float = 0
    own_cores: float = 0
    memory_mb: float = 0
    latencies_ms: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What each caller does.

    Attributes:
        speech: What it says in one turn.
        turn_s: Time from one turn to the next.
    """

    speech: Pcm
    turn_s: float
    seconds: float


async def talk(base: str, http: ClientSession, plan: Plan, delay_s: float, report: Report) -> None:
    """One caller, from dialling to hanging up."""
    caller = Caller()
    await asyncio.sleep(delay_s)
    try:
        await caller.dial(http, base, SESSION)
        ends = time.monotonic() + plan.seconds
        while time.monotonic() < ends:
            started = time.monotonic()
            await take_turn(caller, plan, report)
            await asyncio.sleep(max(0.0, plan.turn_s - (time.monotonic() - started)))
        report.dropped += caller.closed.is_set()
    except Exception as error:  # whatever it is, this call is lost
        print(f"A call was dropped: {error!r}")
        report.dropped += 1
    finally:
        await caller.hang_up()


async def take_turn(caller: Caller, plan: Plan, report: Report) -> None:
    """Says something, and waits for the answer's first sound."""
    caller.say(plan.speech)
    await asyncio.sleep(plan.speech.size / 24_000)
    spoke = time.monotonic()
    # What still sounds of the reply before is not the answer.
    replies = caller.count(REPLY_BEGINS)
    try:
        await caller.until(REPLY_BEGINS, replies + 1)
        await caller.until_sound(audible=True)
    except TimeoutError:
        report.unanswered += 1
    else:
        report.latencies_ms.append((time.monotonic() - spoke) * 1000)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_megabytes(pid: int) -> float:
    """The most memory that a process has had."""
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


async def measure(calls: int, plan: Plan, base: str, pid: int) -> Report:
    """Has everybody call."""
    gap_s = (plan.turn_s or 2.0) / calls
    report = Report()
    before, started = cpu_seconds(pid), time.monotonic()
    mine = time.process_time()
    async with ClientSession() as http:
        callers = (talk(base, http, plan, i * gap_s, report) for i in range(calls))
        await asyncio.gather(*callers)
    took = time.monotonic() - started
    report.cores = (cpu_seconds(pid) - before) / took
    report.own_cores = (time.process_time() - mine) / took
    report.memory_mb = peak_megabytes(pid)
    return report


def run(calls: int, plan: Plan, port: int = 8790) -> Report:
    """Runs a peer, and has everybody call it."""
    command = [sys.executable, "-m", "voicechat.localpeer", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--stop-with-stdin"],
        cwd=PROJECT,
        env={**os.environ, "LOCALPEER_API_KEY": API_KEY},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as peer:
        assert peer.stdin is not None
        assert peer.stdout is not None
        peer.stdout.readline()
        try:
            return asyncio.run(measure(calls, plan, f"http://127.0.0.1:{port}", peer.pid))
        finally:
            peer.stdin.close()


def main() -> int:
    """Runs the peer and the calls; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.localpeer.load", description=__doc__)
    parser.add_argument("--calls", type=int, default=20, help="calls at once (%(default)s)")
    parser.add_argument("--seconds", type=float, default=30, help="for how long (%(default)s)")
    parser.add_argument("--all-at-once", action="store_true", help="nobody waits for others")
    parser.add_argument("--port", type=int, default=8790, help="the peer's port (%(default)s)")
    options = parser.parse_args()
    turn_s = 0.0 if options.all_at_once else TURN_SECONDS
    plan = Plan(spoken(SENTENCE), turn_s, options.seconds)
    report = run(options.calls, plan, options.port)
    print(f"calls {options.calls}, dropped {report.dropped}, unanswered {report.unanswered}")
    print(f"CPU of the peer {report.cores:.0%} of a core, of the callers {report.own_cores:.0%}")
    print(f"memory of the peer at most {report.memory_mb:.0f} MB")
    if report.latencies_ms:
        ordered = sorted(report.latencies_ms)
        print(
            f"end of speech to first sound: median {statistics.median(ordered):.0f} ms, "
            f"95 % under {ordered[int(0.95 * (len(ordered) - 1))]:.0f} ms, {len(ordered)} turns"
        )
    return 1 if report.dropped or report.unanswered else 0


if __name__ == "__main__":
    sys.exit(main())
