"""Databases that are made for a benchmark and removed after it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

URLS = ("sqlite:///bench.sqlite3", "postgres://postgres@127.0.0.1:5432/realtime_site_bench")


def on_each(code: str) -> None:
    """Run code with Django set up on SQLite, and on PostgreSQL where 127.0.0.1:5432 answers."""
    services = [sys.executable, "-m", "tests.support.services"]
    has_postgres = subprocess.run(services, check=False).returncode == 0
    for url in URLS if has_postgres else URLS[:1]:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
        command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
        subprocess.run(command, env={**os.environ, **settings}, check=True)


@contextmanager
def database(name: str) -> Iterator[None]:
    """Make one more database of the kind that is configured, and have everything happen there."""
    from django.db import connections

    made = connections["default"].copy()
    name = f"bench_{name}_{os.getpid()}"
    path = f"{tempfile.gettempdir()}/{name}.sqlite3"
    is_file = made.vendor == "sqlite"
    made.settings_dict["TEST"] = {**made.settings_dict["TEST"], "NAME": path if is_file else name}
    connections["default"] = made
    original = made.settings_dict["NAME"]
    made.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connections["default"] = made
        made.creation.destroy_test_db(original, verbosity=0)
