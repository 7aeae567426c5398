"""Whoever asks too often has to wait, and is told for how long."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.support.records import turn_json
from voicechat.api.throttle import STARTING, STORING
from voicechat.models import Call


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    for throttle in (STARTING, STORING):
        monkeypatch.setattr(throttle, "most", 3)
        monkeypatch.setattr(throttle, "seconds", 3600)  # that a test may not begin the next


def post(client: Client, call: Call, number: int = 1) -> Any:
    path = f"/api/calls/{call.pk}/records"
    body = {"turns": [turn_json(f"item_{number}", position=number)]}
    return client.post(path, body, content_type="application/json")


def test_records_that_come_too_fast_are_refused_for_a_while(
    as_alice: Client, as_charlie: Client, call: Call
) -> None:
    assert [post(as_alice, call, number).status_code for number in range(3)] == [200] * 3
    refused = post(as_alice, call, 3)
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_fast"
    assert 0 < refused.json()["error"]["retry_after"] == int(refused["Retry-After"]) <= 3600
    assert post(as_charlie, call).status_code == 404  # somebody else is not held up
    assert call.turns.count() == 3


@pytest.mark.parametrize(
    "path", ["/api/calls", "/api/calls/reserved", "/api/conversations/{}/calls"]
)
def test_keys_are_not_asked_for_without_end(as_alice: Client, call: Call, path: str) -> None:
    address = path.format(call.conversation_id)

    def status() -> int:
        return as_alice.post(address, "nonsense", content_type="application/json").status_code

    assert [status() for _ in range(4)] == [422, 422, 422, 429]


def test_a_cache_that_fails_stops_nobody(
    as_alice: Client, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(cache, "add", fail)
        assert [post(as_alice, call, number).status_code for number in range(5)] == [200] * 5
