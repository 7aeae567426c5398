"""What balancers and monitoring are told of a node."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import responses
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from tests.support.migrations import take_back_newest_migration
from voicechat import health

PROVIDER = "https://api.openai.com/v1"


@pytest.fixture
def provider() -> Iterator[responses.RequestsMock]:
    """The provider; nothing is remembered, before or after."""
    remembered = health.REPORTED["provider"], health.NEEDED["migrations"]
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.head(PROVIDER, status=404)
        for check in remembered:
            check.forget()
        yield mock
        for check in remembered:
            check.forget()


@pytest.fixture
def balancer(db: None, settings: Any) -> Client:
    """Asks a node by its own address and by http, of a site that is reached otherwise."""
    settings.ALLOWED_HOSTS = ["voice.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    return Client(headers={"Host": "10.1.2.3:8000"})


def parts(answer: Any) -> dict[str, bool]:
    """Which parts are well."""
    assert all(part["ms"] >= 0 for part in answer.json()["parts"].values())
    return {name: part["ok"] for name, part in answer.json()["parts"].items()}


WELL = {"database": True, "cache": True, "migrations": True, "provider": True}


def test_a_node_is_alive_whatever_its_database_does(settings: Any, django_db_blocker: Any) -> None:
    settings.ALLOWED_HOSTS = []
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert answer["Cache-Control"] == "no-store"


def test_a_node_is_ready_when_all_its_parts_are_well(
    balancer: Client, provider: responses.RequestsMock
) -> None:
    answer = balancer.get("/readyz")
    assert (answer.status_code, answer.json()["ready"], parts(answer)) == (200, True, WELL)
    assert not answer.cookies
    assert "Authorization" not in provider.calls[0].request.headers


def test_it_is_not_ready_without_its_database(
    balancer: Client, provider: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("password authentication failed for user voice")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", fail)
        answer = balancer.get("/readyz")
    assert answer.status_code == 503
    assert not parts(answer)["database"]
    assert b"password" not in answer.content


def test_it_is_ready_without_its_cache_but_says_so(
    balancer: Client, provider: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "get", lambda key: None)
    answer = balancer.get("/readyz")
    assert (answer.status_code, parts(answer)) == (200, WELL | {"cache": False})


def test_it_is_not_ready_before_its_migrations(balancer: Client, provider: Any) -> None:
    take_back_newest_migration()
    answer = balancer.get("/readyz")
    assert (answer.status_code, parts(answer)) == (503, WELL | {"migrations": False})


def test_it_is_ready_without_the_provider_but_says_so(
    balancer: Client, provider: responses.RequestsMock
) -> None:
    provider.replace("HEAD", PROVIDER, body=requests.ConnectTimeout())
    for _ in range(3):
        answer = balancer.get("/readyz")
        assert (answer.status_code, parts(answer)) == (200, WELL | {"provider": False})
    assert len(provider.calls) == 1  # however often somebody asks


def test_nobody_waits_for_a_check_that_somebody_else_has_begun() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def take_long() -> None:
        begun.set()
        assert go_on.wait(10)
        raise health.NotReadyError

    check = health.Remembered(take_long)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(check)
        assert begun.wait(10)
        check()  # nothing is known against it yet
        go_on.set()
        assert isinstance(first.exception(), health.NotReadyError)
    with pytest.raises(health.NotReadyError):
        check()
