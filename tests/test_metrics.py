"""What Prometheus is given, and who else is not."""

from typing import Any

import pytest
import responses
from django.db import DatabaseError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from tests.api.test_start_call import ANSWER, MINT
from voicechat.exposition import CallsUnderWay
from voicechat.models import Call, Persona

TOKEN = "for-prometheus-alone"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def figures(client: Client) -> dict[tuple[str, ...], float]:
    """Give each figure by its name and the values of its labels, which are in order by name."""
    answer = client.get("/metrics", headers={**BEARER, "Host": "10.1.2.3:8000"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_requests_are_counted_by_route(client: Client, as_alice: Client, call: Call) -> None:
    counted = ("voice_request_seconds_count", "GET", "/history/<uuid:pk>/", "200")
    before = figures(client)
    as_alice.get(f"/history/{call.conversation_id}/")
    as_alice.generic("BREW", "/")
    after = figures(client)
    assert after[counted] == before.get(counted, 0) + 1
    assert any(key[:2] == ("voice_request_seconds_count", "other") for key in after)
    made_up = ("BREW", str(call.conversation_id))
    assert not any(part in key for key in after for part in made_up)


def test_what_the_provider_did_is_counted(
    client: Client, as_alice: Client, juniper: Persona
) -> None:
    counted = "voice_provider_seconds_count"
    before = figures(client)
    with responses.RequestsMock() as provider:
        provider.post(MINT, json=ANSWER)
        provider.post(MINT, status=401)
        for _ in range(2):
            as_alice.post("/api/calls", {"persona": juniper.pk}, content_type="application/json")
    after = figures(client)
    for outcome in ("ok", "KeyRefusedError"):
        assert after[counted, outcome, "mint"] == before.get((counted, outcome, "mint"), 0) + 1


def test_calls_that_go_on_are_counted(client: Client, call: Call) -> None:
    assert figures(client)["voice_calls_under_way",] == 1
    call.store(end_reason=Call.EndReason.ENDED)
    assert figures(client)["voice_calls_under_way",] == 0


def test_without_a_database_all_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(Call.objects, "under_way", fail)
    assert list(CallsUnderWay().collect()) == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guess"}])
def test_nobody_else_is_told(client: Client, headers: dict[str, str]) -> None:
    answer = client.get("/metrics", headers=headers)
    assert (answer.status_code, answer.content) == (401, b"")


def test_without_a_token_there_are_none(client: Client, db: None, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
