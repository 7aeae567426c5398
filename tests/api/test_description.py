"""The OpenAPI description of the endpoints."""

from django.test import Client


def test_the_endpoints_describe_themselves(client: Client, db: None) -> None:
    description = client.get("/api/openapi.json").json()
    of_a_call = {f"/api/calls/{{call_id}}/{name}" for name in ("records", "settings")}
    paths = {"/api/calls", "/api/calls/reserved", *of_a_call}
    assert set(description["paths"]) == paths
    refusals = description["paths"]["/api/calls"]["post"]["responses"]
    assert {"201", "401", "403", "404", "422", "429", "502", "503", "504"} == set(refusals)
