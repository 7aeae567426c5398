"""The database as an earlier version left it, as far as it knows."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def take_back_newest_migration() -> None:
    """Have the database not know that the newest migration of the site was applied."""
    [newest] = MigrationLoader(connection).graph.leaf_nodes("voicechat")
    MigrationRecorder(connection).record_unapplied(*newest)
