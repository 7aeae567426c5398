"""The site and the local peer as processes of their own, as a person runs them."""

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, StorageState

from realtime_site.dotenv import BASE_DIR
from voicechat.history.folding import fold

PATIENCE = 30  # seconds that a process may take to start or end


def free_port() -> int:
    """A port of the loopback address that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**more: object) -> dict[str, str]:
    """A clean environment for a process of the site in development."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    values = {"ENV_FILE": os.devnull, "DEBUG": "on", "SECRET_KEY": "x1y2z3" * 10, **more}
    return {**keep, **{name: str(value) for name, value in values.items()}}


class Peer:
    """A local peer at an address that stays the same when it is started again."""

    def __init__(self, **more: object) -> None:
        self.port = free_port()
        self.key = secrets.token_urlsafe(16)
        self.more = more
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def ensure(self) -> None:
        """Start it unless it runs."""
        if self.process and self.process.poll() is None:
            return
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voicechat.localpeer", "--port", str(self.port)],
            cwd=BASE_DIR,
            env=environment(LOCALPEER_API_KEY=self.key, **self.more),
            stdout=subprocess.DEVNULL,
        )
        wait_for_answer(f"http://127.0.0.1:{self.port}/healthz")

    def fail(self, **faults: object) -> None:
        """Have it fail in these ways from now on, and in no other."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/faults",
            json.dumps(faults).encode(),
            {"Authorization": f"Bearer {self.key}"},
            method="PUT",
        )
        urllib.request.urlopen(request).close()

    def kill(self) -> None:
        """End it without a word, as a crash does."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)


class Formatting(sqlite3.Connection):
    """Takes `%s` for a parameter, as PostgreSQL's library does."""

    def execute(self, query: str, parameters: Sequence[object] | None = None) -> sqlite3.Cursor:
        return super().execute(query.replace("%s", "?"), parameters or ())


class Site:
    """`manage.py run` with a database of its own: SQLite, in a file.

    Attributes:
        a_minute: How a duration is kept.
    """

    a_minute: Any = 60_000_000

    def __init__(self, database: Path, **more: object) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.database = database
        self.more = more
        self.sign_ins: dict[str, str] = {}
        self.signed_in: StorageState | None = None  # what a browser of a signed-in user holds
        self.process: subprocess.Popen[str] | None = None

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        static = self.database.parent / "static"  # tests run side by side
        places = {"DATABASE_URL": self.database_url, "STATIC_ROOT": static}
        return environment(PORT=self.port, **places, **self.more)

    def start(self) -> None:
        """Start it, and read from what it prints how to sign in."""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        for line in self.process.stdout:
            if line.startswith("Sign in: "):
                email, password = line.removeprefix("Sign in: ").strip().split(" / ")
                self.sign_ins[email] = password
            if line.startswith("Stop with"):
                break
        wait_for_answer(self.url)

    def stop(self) -> None:
        """Press Ctrl-C."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def kill(self) -> None:
        """End all its processes without a word, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def sign_in(self, page: Page, email: str = "user@example.com") -> None:
        """Sign in through the form, which leads to the call page."""
        page.goto(f"{self.url}/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(self.sign_ins[email])
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Start").wait_for()

    def connect(self) -> AbstractContextManager[Any]:
        """Open a transaction in the database itself; `%s` stands for a parameter."""
        connection = sqlite3.connect(self.database, timeout=PATIENCE, factory=Formatting)
        connection.create_function("voicechat_fold", 1, fold, deterministic=True)
        return connection

    def rows(self, query: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with self.connect() as connection:
            return connection.execute(query, parameters).fetchall()

    def forget(self) -> None:
        """Delete every conversation, what voices sound like, and what people chose and made."""
        with self.connect() as connection:
            connection.execute("UPDATE voicechat_user SET default_persona_id = NULL, language = ''")
            connection.execute("DELETE FROM voicechat_persona WHERE owner_id IS NOT NULL")
            for table in ("usage", "dayusage", "turn", "call", "conversation", "voicesample"):
                connection.execute(f"DELETE FROM voicechat_{table}")  # noqa: S608

    def turns(self) -> list[tuple[str, str, str]]:
        """Role, state and text of every turn that is stored, in order."""
        return self.rows("SELECT role, state, text FROM voicechat_turn ORDER BY position")

    def ends(self) -> list[str]:
        """Why each call ended, in order; empty where nobody has said so yet."""
        calls = "SELECT end_reason FROM voicechat_call WHERE NOT is_reserved ORDER BY number"
        return [reason for (reason,) in self.rows(calls)]


def wait_for_answer(url: str) -> None:
    """Wait until an address answers; raises TimeoutError when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


def wait_until(holds: object) -> None:
    """Wait until a function gives something true; raises TimeoutError when it does not."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(holds)
        time.sleep(0.05)


def has_ended(site: Site, *reasons: str) -> None:
    """Wait until it is stored why each call ended."""
    with suppress(TimeoutError):
        wait_until(lambda: site.ends() == list(reasons))
    assert site.ends() == list(reasons)
