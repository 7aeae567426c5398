"""The keeper: runs the server in a process of its own, and starts it again when it crashes.

The server's standard input is a pipe from the keeper. However the keeper ends, the pipe
closes, and the server with it.
"""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from .running import CANNOT_SERVE, STOPPED, stop_requested

FIRST_PAUSE_SECONDS = 0.5
MAX_PAUSE_SECONDS = 8.0

# A server that ran this long was healthy: its crash is answered without growing patience.
HEALTHY_SECONDS = 60.0

END_SECONDS = 5.0

PROJECT = Path(__file__).resolve().parents[2]


def supervise(arguments: Sequence[str]) -> int:
    """Keeps a server running until standard input ends or a signal comes.

    Args:
        arguments: Command line of the server, `--stop-with-stdin` excluded.

    Returns:
        The exit code.
    """
    try:
        return asyncio.run(_keep(arguments))
    except KeyboardInterrupt:
        return STOPPED


async def _keep(arguments: Sequence[str]) -> int:
    stop = asyncio.ensure_future(stop_requested(with_stdin=True).wait())
    pause = FIRST_PAUSE_SECONDS
    while True:
        started = time.monotonic()
        code = await _run_once(arguments, stop)
        if code == CANNOT_SERVE:
            print("Local peer: giving up, because it cannot be started.", flush=True)
        if code in (STOPPED, CANNOT_SERVE):
            return code
        if time.monotonic() - started > HEALTHY_SECONDS:
            pause = FIRST_PAUSE_SECONDS
        print(f"Local peer: ended with code {code}; starting again in {pause:g} s.", flush=True)
        await asyncio.wait([stop], timeout=pause)
        if stop.done():
            return STOPPED
        pause = min(2 * pause, MAX_PAUSE_SECONDS)


async def _run_once(arguments: Sequence[str], stop: "asyncio.Task[Literal[True]]") -> int:
    """Runs the server until it ends or `stop` is done; returns its exit code."""
    command = [sys.executable, "-m", "voicechat.localpeer", *arguments, "--stop-with-stdin"]
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path}
    server = await asyncio.create_subprocess_exec(*command, stdin=PIPE, env=environment)
    ended = asyncio.ensure_future(server.wait())
    either: list[asyncio.Future[Any]] = [stop, ended]
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if not ended.done():
        await _end(server)
        return STOPPED
    return ended.result()


async def _end(server: Process) -> None:
    """Closes the server's standard input, which ends it, and makes sure of it."""
    if server.stdin is not None:
        server.stdin.close()
    try:
        await asyncio.wait_for(server.wait(), END_SECONDS)
    except TimeoutError:
        server.kill()
        await server.wait()
