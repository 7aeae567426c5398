"""Runs the server in this process until it is told to stop."""

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from .server import Server
from .speech.installed import installed_speech, warm_up
from .speech.interfaces import Speech

# Exit codes. A process that cannot serve is not worth starting again.
STOPPED, CANNOT_SERVE, CRASHED = 0, 1, 70

SHUTDOWN_SECONDS = 2.0


NewServer = Callable[[Speech], Server]


def run_server(host: str, port: int, new_server: NewServer, stop_with_stdin: bool) -> int:
    """Serves until a signal, or the end of standard input if that is asked for.

    Returns:
        The exit code.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("aioice", "aiortc"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
            return runner.run(_serve(host, port, new_server, stop_with_stdin))
    except KeyboardInterrupt:
        return STOPPED
    except Exception:
        logging.exception("The local peer crashed.")
        return CRASHED


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What makes an event loop that keeps up with many calls; None: asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(host: str, port: int, new_server: NewServer, stop_with_stdin: bool) -> int:
    stop = stop_requested(stop_with_stdin)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        print(f"Local peer: cannot listen on {host}:{port}: {error.strerror}", flush=True)
        return CANNOT_SERVE
    speech = installed_speech()
    await warm_up(speech)
    app = new_server(speech).application()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    print(f"Local peer: http://{host}:{port}/v1", flush=True)
    try:
        await stop.wait()
    finally:
        await runner.cleanup()
    return STOPPED


def stop_requested(with_stdin: bool) -> asyncio.Event:
    """Returns an event that SIGINT and SIGTERM set, and the end of standard input if asked."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            # Windows: Ctrl-C arrives as KeyboardInterrupt.
            break
    if with_stdin:
        _when_stdin_ends(lambda: loop.call_soon_threadsafe(stop.set))
    return stop


def _when_stdin_ends(action: Callable[[], object]) -> None:
    def watch() -> None:
        # Unbuffered: a lock held here would get in the way of the interpreter's exit.
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        action()

    threading.Thread(target=watch, daemon=True, name="stdin").start()
