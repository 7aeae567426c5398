"""Prepares the database and the static files, then serves the site: all that `make run` does."""

import os
import secrets
import socket
import subprocess
import sys
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """The command."""

    help = "Prepare the database and the static files, and serve the site."

    def handle(self, *args: Any, **options: Any) -> None:
        """Become gunicorn. Beside it run what enforces limits, and without a key a local peer."""
        host = os.environ.setdefault("HOST", "localhost")
        port = os.environ.setdefault("PORT", "8000")
        _require_free(host, port)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.REALTIME_IS_LOCAL and "REALTIME_BASE_URL" not in os.environ:
            self._start_local_peer()
        _start_beside([sys.argv[0], "enforce_limits", "--loop", "--stop-with-stdin"])
        os.environ["READY_MESSAGE"] = self._greeting(host, port)
        self.stdout.flush()
        # Browsers open connections ahead of need, on which a thread waits for up to 5 seconds.
        gunicorn = [sys.executable, "-m", "gunicorn", "--graceful-timeout", "6"]
        os.execv(sys.executable, gunicorn)  # noqa: S606

    def _greeting(self, host: str, port: str) -> str:
        lines = StringIO()
        if settings.DEBUG:
            call_command("create_development_users", stdout=lines)
        return f"\nOpen http://{host}:{port}/\n{lines.getvalue()}Stop with Ctrl-C.\n\n"

    def _start_local_peer(self) -> None:
        """Start the peer, with a key and at a port of its own."""
        port = _free_port()
        os.environ["LOCALPEER_API_KEY"] = secrets.token_urlsafe(32)
        os.environ["REALTIME_BASE_URL"] = f"http://127.0.0.1:{port}/v1"
        _start_beside(["-m", "voicechat.localpeer", "--port", str(port), "--supervised"])
        self.stdout.write(
            "No OPENAI_API_KEY: you will talk with the local peer, which says back what it hears."
        )


def _start_beside(arguments: list[str]) -> None:
    """Start another process of Python, bound to our life by a pipe: it ends when our end closes.

    The pipe stays open across exec, so it is gunicorn's end in the sense that counts: however
    that ends, the other process ends with it.
    """
    read_end, write_end = os.pipe()
    os.set_inheritable(write_end, True)
    subprocess.Popen([sys.executable, *arguments], stdin=read_end, close_fds=True)  # noqa: S603
    os.close(read_end)


def _require_free(host: str, port: str) -> None:
    """Raise CommandError when something else answers there, or the port is not a number."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(port)))
    except (OSError, ValueError, OverflowError) as error:
        raise CommandError(
            f"Cannot listen on {host}:{port} ({error}). Try another port: PORT=8123 make run"
        ) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
