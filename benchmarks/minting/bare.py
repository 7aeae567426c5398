"""A WSGI application that passes a request on to the provider, and knows neither users nor rows."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import requests
from requests.adapters import HTTPAdapter

KEYS = f"{os.environ['REALTIME_BASE_URL']}/realtime/client_secrets"
http = requests.Session()
http.headers["Authorization"] = f"Bearer {os.environ['OPENAI_API_KEY']}"
http.headers["Content-Type"] = "application/json"
http.mount("http://", HTTPAdapter(pool_maxsize=64))  # as many as the site keeps


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer a POST with what the provider answers; a GET, which asks whether it runs, at once."""
    if environ["REQUEST_METHOD"] == "GET":
        start_response("204 No Content", [])
        return []
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    answer = http.post(KEYS, data=body, timeout=15)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(answer.content)))]
    start_response(f"{answer.status_code} {answer.reason}", headers)
    return [answer.content]
