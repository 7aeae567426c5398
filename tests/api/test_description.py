"""The OpenAPI description of the endpoints."""

import pytest
from django.test import Client


def test_the_endpoints_describe_themselves(client: Client, db: None) -> None:
    description = client.get("/api/openapi.json").json()
    of_a_call = {f"/api/calls/{{call_id}}/{name}" for name in ("offer", "records", "settings")}
    further = {"calls", "calls/reserved", "replay"}
    of_a_conversation = {f"/api/conversations/{{conversation_id}}/{name}" for name in further}
    starts = {"/api/calls", "/api/calls/reserved"}
    paths = {*starts, *of_a_call, *of_a_conversation, "/api/voices/{name}/sample"}
    assert set(description["paths"]) == paths
    refusals = description["paths"]["/api/calls"]["post"]["responses"]
    assert {"201", "401", "403", "404", "422", "429", "502", "503", "504"} == set(refusals)
    refusals = description["paths"]["/api/calls/{call_id}/records"]["post"]["responses"]
    assert {"200", "401", "403", "404", "409", "413", "422", "429", "503"} == set(refusals)


def test_records_are_described_as_they_are_stored(client: Client, db: None) -> None:
    description = client.get("/api/openapi.json").json()
    batch = description["components"]["schemas"]["Records"]["properties"]
    for kind, shape in (("turns", "TurnIn"), ("usage", "UsageIn")):
        assert batch[kind]["items"] == {"$ref": f"#/components/schemas/{shape}"}
        assert batch[kind]["maxItems"] == 100
    parameters = description["paths"]["/api/calls/{call_id}/records"]["post"]["parameters"]
    assert [one["name"] for one in parameters] == ["call_id", "X-Account"]


@pytest.mark.parametrize(
    "path", ["/api/nowhere", "/api/calls/", "/api/calls/1/records", "/api/x/y"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_what_is_not_described_is_refused_like_all_else(
    as_alice: Client, path: str, method: str
) -> None:
    answer = as_alice.generic(method, path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
