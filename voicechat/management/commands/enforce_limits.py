"""Ends calls that have passed a limit. Runs on, or every minute; see docs/deploy.md."""

import logging
import os
import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from voicechat.enforcing import enforce

PAUSE = 1.0  # seconds between two passes
DATABASE_PAUSE = 5.0  # seconds, while the database does not answer

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """The command."""

    help = "End calls that have passed a limit, here and at the provider. Any node may run this."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how often."""
        parser.add_argument("--loop", action="store_true", help="keep on until told to stop")
        parser.add_argument(
            "--stop-with-stdin", action="store_true", help="stop when standard input closes, too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so once and print how many there were, or again and again."""
        if options["loop"]:
            _keep_on(_stop_asked(with_stdin=options["stop_with_stdin"]))
            return
        ended, hung_up = enforce()
        self.stdout.write(f"Calls ended: {ended}")
        self.stdout.write(f"Calls hung up: {hung_up}")


def _keep_on(stop: threading.Event) -> None:
    """Do it until the event is set. A pass that has found something is followed by another."""
    pause = 0.0
    while not stop.wait(pause):
        pause = _look()
        close_old_connections()


def _look() -> float:
    """Do it once; give for how many seconds to rest."""
    try:
        return 0.0 if any(enforce()) else PAUSE
    except DatabaseError as error:  # it may be back in a moment
        logger.warning("limits cannot be enforced now: %s", type(error).__name__)
    except Exception:  # one call that cannot be dealt with must not set all others free
        logger.exception("enforcing the limits failed")
    return DATABASE_PAUSE


def _stop_asked(*, with_stdin: bool) -> threading.Event:
    """Give an event that SIGINT and SIGTERM set, and the end of standard input if asked."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if with_stdin:
        threading.Thread(target=_watch_stdin, args=[stop], daemon=True).start()
    return stop


def _watch_stdin(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.set()
