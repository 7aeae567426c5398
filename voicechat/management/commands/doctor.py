"""Says what is wrong with the installation, and what to do."""

import logging
import sys
from typing import Any

from django.core.management.base import BaseCommand

from voicechat.doctor import examine
from voicechat.doctor.findings import Level


class Command(BaseCommand):
    """The command."""

    help = "Look at key, models, connection, clock and storage, and say what to do."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each thing; ends with 1 if something keeps the site from working."""
        logging.disable(logging.WARNING)  # what is logged there is told in words below
        try:
            findings = list(examine())
        finally:
            logging.disable(logging.NOTSET)
        for finding in findings:
            self.stdout.write(f"{finding.level} {finding.what}")
            if finding.remedy:
                self.stdout.write(f"  → {finding.remedy}")
        if any(finding.level == Level.PROBLEM for finding in findings):
            sys.exit(1)
