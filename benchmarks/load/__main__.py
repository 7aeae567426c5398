"""Many people at once: `python -m benchmarks.load`.

One gunicorn as it is deployed, on PostgreSQL and Redis, and a provider that takes 300 ms for each
key; all of it on this machine. First everybody presses Start at the same moment, then hundreds of
calls each post a batch every five seconds. Ends with 1 if a request was refused or failed, if a
word was lost, or if a worker logged an error.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.load.callers import PERIOD, Caller, Report
from benchmarks.load.report import faults, show
from benchmarks.load.watch import Watch
from tests.support import stand_in
from tests.support.deployment import Deployment, Gunicorn


async def load(options: argparse.Namespace, site: Gunicorn, made: dict, watch: Watch) -> Report:
    """Have everybody call, and give what came of it."""
    report = Report()
    callers = [Caller(site.url, person, made["persona"], report) for person in made["people"]]
    watch.look()
    began = time.monotonic()
    await asyncio.gather(*(caller.start() for caller in callers[: options.starts]))
    print(f"{options.starts} starts at once took {time.monotonic() - began:.2f} s in all.")
    at_once = len(report.starts)
    for caller in callers[options.starts :]:  # not what is measured
        await caller.start()
    del report.starts[at_once:]
    watching = asyncio.create_task(watch.each_minute())
    before, began = watch.cpu(), time.monotonic()
    talking = [caller for caller in callers if caller.call]
    until = began + options.minutes * 60
    await asyncio.gather(*(caller.talk(until) for caller in talking))
    took = time.monotonic() - began
    watching.cancel()
    watch.look()
    print(
        f"{len(talking)} calls for {took:.0f} s: {len(report.batches) / took:.0f} batches a second,"
    )
    print(f"the workers used {(watch.cpu() - before) / took:.0%} of a core.")
    return report


def main() -> int:
    """Run the site, the provider and the calls; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--starts", type=int, default=200, help="starts at once (%(default)s)")
    parser.add_argument("--calls", type=int, default=500, help="calls at once (%(default)s)")
    parser.add_argument("--minutes", type=float, default=10, help="for how long (%(default)s)")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        stand_in.running() as provider,
        Deployment("voice_load", Path(folder), provider) as deployment,
    ):
        made = deployment.people(options.calls)
        site = deployment.serve()
        watch = Watch(site.workers, deployment.environment["DATABASE_URL"])
        report = asyncio.run(load(options, site, made, watch))
        site.stop()
        show(report, watch)
        found = faults(report, watch, deployment, site)
    print("\n".join(found) or f"Nothing was refused, nothing lost, in {PERIOD:.0f}-second batches.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
