"""Makes one admin and one ordinary user to try the site with. Only with DEBUG on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from voicechat.development import ensure_users


class Command(BaseCommand):
    """The command."""

    help = "Make an admin and an ordinary user for development, and print how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make those that are missing; print those whose password still is the one given here."""
        if not settings.DEBUG:
            raise CommandError("Users with well-known passwords are made only with DEBUG on.")
        for email, password in ensure_users():
            self.stdout.write(f"Sign in: {email} / {password}")
