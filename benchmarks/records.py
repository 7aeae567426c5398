"""Runs `benchmarks.storing` on SQLite, and on PostgreSQL where one answers at 127.0.0.1:5432."""

import os
import subprocess
import sys

DATABASES = ("sqlite:///bench.sqlite3", "postgres://postgres@127.0.0.1:5432/realtime_site_bench")
STORING = "import django; django.setup(); from benchmarks import storing; storing.main()"


def main() -> None:
    """Print what storing records costs on each database."""
    postgres = [sys.executable, "-m", "tests.support.postgres"]
    has_postgres = subprocess.run(postgres, check=False).returncode == 0
    for url in DATABASES if has_postgres else DATABASES[:1]:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
        command = [sys.executable, "-c", STORING]
        subprocess.run(command, env={**os.environ, **settings}, check=True)
