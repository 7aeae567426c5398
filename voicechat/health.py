"""Whether a node is alive, and whether it can serve: for load balancers and monitoring.

Both answer before hosts are checked and before anything is redirected to https, as balancers ask by
a node's own address. They tell anybody how the parts are, and nothing else about them.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.deprecation import MiddlewareMixin

from voicechat.realtime.client import realtime_client

logger = logging.getLogger(__name__)

NO_STORE = {"Cache-Control": "no-store"}
ASK_AGAIN = 15.0  # seconds for which what was found is believed


class NotReadyError(Exception):
    """A part answers, but not as it should."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("readyz", "ready", 10)
    if cache.get("readyz") != "ready":
        raise NotReadyError


def missing_migrations() -> int:
    """Count the migrations that this version needs and the database has not seen."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrations() -> None:
    if missing_migrations():
        raise NotReadyError


class Remembered:
    """A check that is made anew after a while only: whoever asks must not be led to ask others."""

    def __init__(self, check: Callable[[], None]) -> None:
        self.check = check
        self._checking = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Have the next who asks check."""
        self.until = 0.0
        self.failure: Exception | None = None

    def __call__(self) -> None:
        """Check, or raise what was raised a moment ago; who comes meanwhile hears of the last."""
        if time.monotonic() > self.until and self._checking.acquire(blocking=False):
            try:
                self.check()
                self.failure = None
            except Exception as error:
                self.failure = error
            finally:
                self.until = time.monotonic() + ASK_AGAIN
                self._checking.release()
        if self.failure:
            raise self.failure


NEEDED: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": Remembered(_migrations),
}
# Without its cache a node lets nobody sign in, and without its provider nobody call; yet it serves
# all that was said and takes in what is, and no other node would have what this one lacks.
REPORTED: dict[str, Callable[[], None]] = {
    "cache": _cache,
    "provider": Remembered(lambda: realtime_client().reach()),
}


def readiness() -> tuple[bool, dict[str, dict[str, Any]]]:
    """Say whether the node can serve, and for each part whether it is well and how long it took."""
    parts = {name: _examine(name, check) for name, check in {**NEEDED, **REPORTED}.items()}
    return all(parts[name]["ok"] for name in NEEDED), parts


def _examine(name: str, check: Callable[[], None]) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        check()
    except Exception as error:  # whatever it is, the part is not well
        logger.warning("not ready: %s (%s)", name, type(error).__name__)
        is_ok = False
    else:
        is_ok = True
    return {"ok": is_ok, "ms": round((time.perf_counter() - began) * 1000, 1)}


class HealthMiddleware(MiddlewareMixin):
    """Answers /healthz and /readyz; stands before everything else."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Answer the two addresses, leave all others alone."""
        if request.path_info == "/healthz":
            return HttpResponse("alive\n", "text/plain", headers=NO_STORE)
        if request.path_info == "/readyz":
            is_ready, parts = readiness()
            return JsonResponse(
                {"ready": is_ready, "parts": parts},
                status=200 if is_ready else 503,
                headers=NO_STORE,
            )
        return None
