"""The site on a database of the PostgreSQL that answers at 127.0.0.1:5432."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import psycopg

from tests.support.deployment import administer
from tests.support.processes import Site
from tests.support.services import SERVER


class PostgreSQLSite(Site):
    """`manage.py run` with a database of its own, which is made at the start."""

    a_minute = timedelta(minutes=1)

    @property
    def name(self) -> str:
        """What the database is called."""
        return f"realtime_{self.database.stem}_{self.port}"

    @property
    def database_url(self) -> str:
        return f"{SERVER}/{self.name}"

    def create_database(self) -> None:
        """Make the database anew."""
        self.drop_database()
        administer(f"CREATE DATABASE {self.name}")

    def drop_database(self) -> None:
        """Delete the database, whoever is connected."""
        administer(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def connect(self) -> AbstractContextManager[Any]:
        return psycopg.connect(self.database_url, options="-c timezone=UTC")
