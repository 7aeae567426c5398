"""The site on each of its databases."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from realtime_site.dotenv import BASE_DIR
from tests.support.postgresql_site import PostgreSQLSite
from tests.support.processes import Site

TABLES = "voicechat_conversation, voicechat_call, voicechat_turn, voicechat_usage"
AGED = ("started_at", "heard_at")  # what says when something was heard of a call


class LockableSite(Site):
    """A site with a hand on its database.

    Attributes:
        lock: The statement that keeps everybody else from writing, until the transaction ends.
        long_before: The expression for hours before a column.
    """

    lock: ClassVar[str]
    long_before: ClassVar[str]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the whole database."""
        with self.connect() as connection:
            connection.execute(self.lock)
            yield
            connection.rollback()

    def close_abandoned_calls(self) -> None:
        """Let hours pass, then run the command that closes what nobody has heard of since."""
        with self.connect() as connection:
            for column in AGED:
                past = self.long_before.format(column)
                connection.execute(f"UPDATE voicechat_call SET {column} = {past}")  # noqa: S608
        subprocess.run(
            [sys.executable, "manage.py", "close_abandoned_calls"],
            cwd=BASE_DIR,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


class SQLiteSite(LockableSite):
    """The site on a file."""

    lock = "BEGIN EXCLUSIVE"
    long_before = "datetime({}, '-9 hours')"


class LockablePostgreSQLSite(PostgreSQLSite, LockableSite):
    """The site on PostgreSQL."""

    lock = f"LOCK TABLE {TABLES} IN ACCESS EXCLUSIVE MODE"
    long_before = "{} - interval '9 hours'"
