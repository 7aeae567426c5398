"""Deletes conversations that are kept no longer. Runs every night or so; see docs/deploy.md."""

from typing import Any

from django.core.management.base import BaseCommand

from voicechat import housekeeping


class Command(BaseCommand):
    """The command."""

    help = "Delete for good what was deleted long ago, and what is older than the admin has kept."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so, and print how many there were."""
        self.stdout.write(f"Deleted long ago: {housekeeping.delete_what_was_deleted()}")
        self.stdout.write(f"Too old to be kept: {housekeeping.delete_what_is_too_old()}")
