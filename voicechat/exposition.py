"""Gives Prometheus what was measured, at /metrics, if the setting METRICS_TOKEN allows it."""

import os
from collections.abc import Iterable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.deprecation import MiddlewareMixin
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from voicechat.models import Call


class CallsUnderWay(Collector):
    """How many calls go on, which the database knows for all nodes."""

    def collect(self) -> Iterable[Metric]:
        """Count them; nothing while the database does not answer."""
        try:
            count = Call.objects.under_way().count()
        except DatabaseError:
            return
        yield GaugeMetricFamily("voice_calls_under_way", "Calls that go on.", value=count)


def exposition() -> bytes:
    """Give what all processes of this node have measured, in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(CallsUnderWay())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)


class MetricsMiddleware(MiddlewareMixin):
    """Answers /metrics before hosts are checked, as nodes are asked by their own addresses."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Answer whoever knows the token; without one there is no such page."""
        if request.path_info != "/metrics" or not settings.METRICS_TOKEN:
            return None
        given = request.headers.get("Authorization", "")
        if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
        return HttpResponse(
            exposition(), CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )
