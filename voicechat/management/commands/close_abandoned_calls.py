"""Ends calls whose browser never came back. To be run every hour or so; see docs/deploy.md."""

from typing import Any

from django.core.management.base import BaseCommand

from voicechat import housekeeping


class Command(BaseCommand):
    """The command."""

    help = "End calls that were never ended, and delete reserved ones that were never started."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so, and print how many there were."""
        self.stdout.write(f"Calls ended: {housekeeping.close_abandoned_calls()}")
        self.stdout.write(f"Reserved calls deleted: {housekeeping.forget_reserved_calls()}")
