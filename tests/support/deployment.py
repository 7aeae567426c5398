"""The site as it is deployed: gunicorn with its own settings file, PostgreSQL, Redis."""

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import redis

from realtime_site.dotenv import BASE_DIR
from tests.support.processes import free_port, wait_for_answer, wait_until
from tests.support.services import REDIS, SERVER
from tests.support.visitor import HOST

PATIENCE = 30  # seconds that a process may take to end
CACHE = f"{REDIS}/7"


class Deployment:
    """Sites on one database and one cache, which exist for as long as this is entered.

    Raises where PostgreSQL or Redis does not answer. What the sites log is in `folder`.
    """

    def __init__(self, database: str, folder: Path, provider: str, **more: object) -> None:
        self.database = database
        self.folder = folder
        settings = {
            "ENV_FILE": os.devnull,
            "DEBUG": "off",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": f"127.0.0.1,{HOST}",
            "HTTPS_ONLY": "off",
            "EMAIL_URL": "dummymail://",
            "OPENAI_API_KEY": "sk-nobody",
            "REALTIME_BASE_URL": provider,
            "DATABASE_URL": f"{SERVER}/{database}",
            "CACHE_URL": CACHE,
            "STATIC_ROOT": folder / "static",
            "HOST": "127.0.0.1",
            **more,
        }
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {**keep, **{name: str(value) for name, value in settings.items()}}
        self.sites: list[Gunicorn] = []

    def __enter__(self) -> "Deployment":
        self._make()
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        return self

    def __exit__(self, *exception: object) -> None:
        for site in self.sites:
            site.stop()
        self._drop()

    def manage(self, *command: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a management command of the site; raises if it fails."""
        return subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=self.environment,
            check=True,
            text=True,
            **options,
        )

    def people(self, count: int) -> dict[str, Any]:
        """Make so many users who are signed in; see `tests.support.people`."""
        command = [sys.executable, "-m", "tests.support.people", str(count)]
        made = subprocess.run(
            command, cwd=BASE_DIR, env=self.environment, check=True, stdout=subprocess.PIPE
        )
        return json.loads(made.stdout)

    def serve(self) -> "Gunicorn":
        """Start one more node."""
        site = Gunicorn(self.environment, self.folder / f"node_{len(self.sites)}.log")
        self.sites.append(site)
        return site

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with psycopg.connect(f"{SERVER}/{self.database}") as connection:
            return connection.execute(query).fetchall()

    def _make(self) -> None:
        self._drop()
        administer(f"CREATE DATABASE {self.database}")
        redis.Redis.from_url(self.environment["CACHE_URL"]).flushdb()

    def _drop(self) -> None:
        administer(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")


class SmallDeployment(Deployment):
    """Sites on SQLite, in `folder`, with a cache in the memory of each process."""

    def __init__(self, folder: Path, provider: str, **more: object) -> None:
        path = str(folder / "db.sqlite3")
        places = {"DATABASE_URL": f"sqlite:///{path}", "CACHE_URL": "locmemcache://"}
        super().__init__(path, folder, provider, **places, **more)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with sqlite3.connect(self.database, timeout=PATIENCE) as connection:
            return connection.execute(query).fetchall()

    def _make(self) -> None:
        pass  # what migrates it makes it

    def _drop(self) -> None:
        pass  # it goes with its folder


class Gunicorn:
    """One node: a gunicorn with its workers, or another application in its place."""

    def __init__(
        self, environment: dict[str, str], log: Path, site: Path = BASE_DIR, *, app: str = ""
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).with_name("gunicorn")), *([app] if app else [])],
                cwd=site,
                env={**environment, "PORT": str(self.port)},
                stderr=file,
            )
        wait_for_answer(f"{self.url}/accounts/login/")

    @property
    def workers(self) -> set[int]:
        """The processes that serve."""
        pid = self.process.pid
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def reload(self) -> None:
        """Have its workers replaced, as after an update, and wait until they are."""
        old = self.workers
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.workers and not self.workers & old)

    def stop(self) -> None:
        """End it as an operator does."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)


def administer(statement: str) -> None:
    """Have PostgreSQL itself do something, such as making a database."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(statement)
