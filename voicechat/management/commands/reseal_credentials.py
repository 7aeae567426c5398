"""After a change of SECRET_KEY: have the new key seal what an earlier one has sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from voicechat.models import McpServer
from voicechat.sealing import BrokenSealError, reseal


class Command(BaseCommand):
    """The command."""

    help = (
        "Seals the credentials of tools with the SECRET_KEY of now; the earlier ones may go then."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so; fail if some cannot be read."""
        lost = []
        for server in McpServer.objects.sealed().select_related("persona"):
            try:
                sealed = reseal(server.credential)
            except BrokenSealError:
                lost.append(f"{server.persona}: {server}")
                continue
            # Unless somebody has entered another one meanwhile.
            same = McpServer.objects.filter(pk=server.pk, credential=server.credential)
            same.update(credential=sealed)
        if lost:
            raise CommandError(f"To be entered again, as no key opens them: {', '.join(lost)}")
