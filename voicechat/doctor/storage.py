"""Where things are kept."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache as shared
from django.db import connection
from django.utils import timezone

from voicechat.doctor.findings import Finding, problem, warning, well
from voicechat.health import missing_migrations
from voicechat.models import Call, Conversation
from voicechat.models.calls import LONGEST_CALL
from voicechat.models.conversations import UNDO_DAYS

GIBIBYTE = 1 << 30
LEAST_FREE = GIBIBYTE  # beside the database
LEAST_ROOM = GIBIBYTE / 4  # for uploads; /tmp is often in memory
OVERDUE = timedelta(hours=4)  # what runs hourly has failed several times by then
LATE = timedelta(days=3)  # what runs nightly


def database() -> Iterator[Finding]:
    """Whether the database answers and is as this version needs it."""
    connection.ensure_connection()
    version = ".".join(map(str, connection.get_database_version()))
    yield well(f"{connection.display_name} {version} answers.")
    if missing := missing_migrations():
        yield problem(f"{missing} migrations are missing.", "Run `manage.py migrate`.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            (encoding,) = cursor.fetchone()
        if encoding != "UTF8":
            yield problem(
                f"The database is in {encoding}, so what people say may not be stored.",
                "Make one with `createdb --encoding=UTF8`, and restore a backup into it.",
            )


def cache() -> Iterator[Finding]:
    """Whether the cache answers, and is one for all processes."""
    shared.set("doctor", "well", 10)
    if shared.get("doctor") != "well":
        yield problem("The cache forgets at once.", "Look at CACHE_URL and at its server.")
    elif "locmem" in settings.CACHES["default"]["BACKEND"]:
        processes = int(os.environ.get("WEB_CONCURRENCY", "2"))
        if processes > 1 and not settings.DEBUG:
            yield warning(
                f"Each of {processes} processes has a cache of its own: guesses at passwords are "
                "counted by each for itself.",
                "Set CACHE_URL=redis://…, or WEB_CONCURRENCY=1.",
            )
    else:
        yield well("The cache answers.")


def static_files() -> Iterator[Finding]:
    """Whether what browsers load was collected."""
    root = Path(settings.STATIC_ROOT)
    if not getattr(staticfiles_storage, "hashed_files", True):
        yield problem(f"No static files are in {root}.", "Run `manage.py collectstatic --noinput`.")
    else:
        yield well("Static files are collected.")


def room() -> Iterator[Finding]:
    """Whether there is room for what is said, and for uploads."""
    name = connection.settings_dict["NAME"]
    places = {tempfile.gettempdir(): LEAST_ROOM}
    if connection.vendor == "sqlite" and Path(name).exists():
        places[str(Path(name).parent)] = LEAST_FREE
    for place, least in places.items():
        free = shutil.disk_usage(place).free
        if free < least:
            yield problem(
                f"{free / GIBIBYTE:.1f} GiB are left in {place}.", "Make room, or use another disk."
            )
        else:
            yield well(f"{free / GIBIBYTE:.0f} GiB are left in {place}.")


def housekeeping() -> Iterator[Finding]:
    """Whether what should run now and then does, by what it would have left undone."""
    now = timezone.now()
    abandoned = Call.objects.under_way().filter(started_at__lt=now - LONGEST_CALL - OVERDUE)
    if abandoned.exclude(heard_at__gte=now - LONGEST_CALL - OVERDUE).exists():
        yield warning(
            "Calls that nobody hears of any more are still open.",
            "Have `manage.py close_abandoned_calls` run every hour: see docs/operations.md.",
        )
    past = now - timedelta(days=UNDO_DAYS) - LATE
    if Conversation.objects.filter(deleted_at__lt=past).exists():
        yield warning(
            "Conversations that were deleted long ago are still here.",
            "Have `manage.py tidy_history` run every night: see docs/operations.md.",
        )
