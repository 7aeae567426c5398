"""What a Sentry is told of an error: where the code failed, and not a word that was said."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import brotli
import pytest
import responses
import sentry_sdk
from django.test import Client

from tests.support.records import turn_json
from voicechat import error_reports
from voicechat.models import Call, User
from voicechat.realtime.client import realtime_client

SAID = "the-keeper-of-the-lighthouse"
KEY = "sk-a-secret-of-this-site"


@pytest.fixture
def reports() -> Iterator[list[str]]:
    """What a Sentry on this machine receives from now on, as text."""
    received: list[str] = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Encoding"] == "br"
            received.append(brotli.decompress(body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Sentry)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    error_reports.start(f"http://key@127.0.0.1:{server.server_port}/1")
    yield received
    sentry_sdk.init(dsn=None)
    server.shutdown()
    thread.join()
    server.server_close()


def told(reports: list[str]) -> dict[str, Any]:
    """Give the one report, once it has come."""
    sentry_sdk.flush(timeout=10)
    [report] = reports
    return json.loads(report.splitlines()[2])


def test_an_error_is_reported_with_its_place_and_its_request(
    as_alice: Client,
    alice: User,
    call: Call,
    reports: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(self: Call, turns: Any, **reported: Any) -> None:
        raise RuntimeError(f"{turns} {KEY}")

    monkeypatch.setattr(Call, "store", fail)
    as_alice.raise_request_exception = False
    path = f"/api/calls/{call.pk}/records?q={SAID}"
    turns = {"turns": [turn_json(text=SAID)]}
    answer = as_alice.post(path, turns, content_type="application/json")
    assert answer.status_code == 500
    report = told(reports)
    assert report["tags"] == {
        "request": answer["X-Request-ID"],
        "user": str(alice.pk),
        "call": str(call.pk),
    }
    [error] = report["exception"]["values"]
    assert error["type"] == "RuntimeError"
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    secrets = [SAID, KEY, as_alice.cookies["sessionid"].value, alice.email]
    assert [secret for secret in secrets if secret in reports[0]] == []


def test_what_is_logged_as_an_error_is_reported_without_what_is_in_it(reports: list[str]) -> None:
    logging.getLogger("voicechat").error("Not understood: %s", SAID)
    assert told(reports)["logentry"] == {"message": "Not understood: %s"}
    assert SAID not in reports[0]


def test_what_anybody_may_have_logged_is_reported_without_its_words(
    reports: list[str], client: Client
) -> None:
    client.get("/", headers={"Host": SAID})  # is not reported: anybody may ask for any name
    logging.getLogger("django.security.Suspicious").error(f"Not expected: {SAID}")
    assert "logentry" not in told(reports)
    assert SAID not in reports[0]


def test_the_provider_is_not_told_of_it(reports: list[str]) -> None:
    with responses.RequestsMock() as provider:
        provider.head("https://api.openai.com/v1", status=404)
        realtime_client().reach()
        sent = provider.calls[0].request.headers
    assert not {"sentry-trace", "baggage"} & {name.lower() for name in sent}
