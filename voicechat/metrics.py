"""What is measured for Prometheus. Labels hold routes and outcomes: nobody's name, no words.

Each process counts for itself, in a file where PROMETHEUS_MULTIPROC_DIR is set, as gunicorn's
settings do; see `voicechat.exposition` for how the figures are read.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

REQUESTS = Histogram(
    "voice_request_seconds",
    "Time to answer a request.",
    ["method", "route", "status"],
    buckets=SECONDS,
)
PROVIDER = Histogram(
    "voice_provider_seconds",
    "Time that the provider took to do something.",
    ["request", "outcome"],
    buckets=SECONDS,
)


def observe_request(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count an answered request."""
    method = request.method if request.method in METHODS else "other"  # anybody may make one up
    route = request.resolver_match.route if request.resolver_match else ""
    REQUESTS.labels(method, f"/{route}", response.status_code).observe(seconds)


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Count something that is asked of the provider, and what came of it: "ok", or the error."""
    began, outcome = time.perf_counter(), "ok"
    try:
        yield
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        PROVIDER.labels(what, outcome).observe(time.perf_counter() - began)
