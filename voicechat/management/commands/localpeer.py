"""`manage.py localpeer`: the local peer, where people look for commands."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from voicechat.localpeer import cli


class Command(BaseCommand):
    """Hands its options on to `python -m voicechat.localpeer`."""

    help = cli.DESCRIPTION
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(cli.run(argparse.Namespace(**options)))
