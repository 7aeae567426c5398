"""Thousands of requests that make no sense: each is answered, and as the API is described.

`--requests 20000 --seed 7` says how many, for each of a visitor, a person and an admin a third of
them, and which. What goes wrong is told with the request.
"""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.access.addresses import patterns
from tests.access.world import World
from tests.conftest import signed_in
from tests.fuzz.nonsense import Nonsense, Source
from voicechat.api import throttle
from voicechat.models import User
from voicechat.realtime.client import realtime_client

NAMES = [
    "q", "before", "after", "at", "page", "persona", "starred", "from", "to", "longer", "format",
    "month", "next", "token", "days", "title", "name", "email", "login", "password1", "text",
    "settings", "voice", "model", "speed", "languages", "turn_detection", "eagerness", "sort",
    "instructions", "over", "turns", "usage", "item_id", "position", "role", "state", "start_ms",
    "end_ms", "provider_id", "kind", "text_input", "seconds", "at_ms", "provider_call_id", "o", "p",
    "transport", "started_ms", "end_reason", "ended_ms", "is_late", "emoji", "description", "file",
    "opening_line", "max_minutes", "is_published", "owner", "theme", "language", "keep_days", "e",
    "default_persona", "group", "uses", "expires_at", "_popup", "_to_field", "action", "lang",
    "_selected_action",
]  # fmt: skip
IN_NO_ADDRESS = ("admin:logout", "account_logout")  # which would end what others are to try
TRACES = (b"Traceback (most recent call last)", b"DoesNotExist", b"psycopg.")
PROVIDER_IS_AWAY = {503}


@pytest.fixture
def _no_provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A provider that is away, and no throttle, as that would have most requests refused alike."""
    settings.REALTIME_BASE_URL = "http://127.0.0.1:9/v1"
    settings.ACCOUNT_RATE_LIMITS = False
    for each in (throttle.STARTING, throttle.STORING):
        monkeypatch.setattr(each, "most", 1_000_000)
    realtime_client.cache_clear()
    yield
    realtime_client.cache_clear()


@pytest.fixture
def described(client: Client) -> list[tuple[re.Pattern[str], dict[str, set[int]]]]:
    """Of each path of the API, the statuses that its description has for each method."""
    paths = client.get("/api/openapi.json").json()["paths"]
    return [
        (
            re.compile(re.sub(r"\{\w+_id\}", "[0-9a-f-]{36}", path).replace("{name}", "[^/]+")),
            {method.upper(): set(map(int, about["responses"])) for method, about in ways.items()},
        )
        for path, ways in paths.items()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("person", ["visitor", "owner", "admin"])
@pytest.mark.usefixtures("_no_provider")
def test_nonsense_is_answered(
    person: str, alice: User, admin: User, described: Any, pytestconfig: pytest.Config
) -> None:
    world = World(alice)
    addresses = [
        world.address(pattern) for name, pattern in patterns() if name not in IN_NO_ADDRESS
    ]
    addresses += [address for address in addresses if "/admin/" not in address] * 2
    addresses += [address for address in addresses if address.startswith("/api/")] * 5
    client = {"visitor": Client(), "owner": signed_in(alice), "admin": signed_in(admin)}[person]
    client.raise_request_exception = False
    source = Source(pytestconfig.getoption("seed"), NAMES, world.ids)
    answers: Counter[int] = Counter()
    wrong = []
    for _ in range(pytestconfig.getoption("requests") // 3):
        request = source.request(addresses)
        answer = send(client, request)
        answers[answer.status_code] += 1
        if why := complaint(request, answer, described):
            wrong.append(f"{why}: {request}")
    print(person, dict(sorted(answers.items())))
    assert not wrong, f"{len(wrong)} of them\n" + "\n".join(wrong[:20])


def send(client: Client, request: Nonsense) -> Any:
    """Send it, and leave everything as it was."""
    cookies = deepcopy(client.cookies)
    cache.clear()
    before = transaction.savepoint()
    answer = client.generic(
        request.method, request.path, request.body, request.kind, headers=request.headers
    )
    if answer.streaming:
        answer.body = b"".join(answer.streaming_content)
    else:
        answer.body = answer.content
    transaction.savepoint_rollback(before)
    client.cookies = cookies
    return answer


def complaint(request: Nonsense, answer: Any, described: Any) -> str:
    """Say what is wrong with an answer; nothing if it is right."""
    status = answer.status_code
    if status >= 500 and status not in PROVIDER_IS_AWAY:
        return f"{status}"
    if any(trace in answer.body for trace in TRACES):
        return "a traceback"
    path = request.path.partition("?")[0]
    for pattern, ways in described:
        if not pattern.fullmatch(path):
            continue
        if request.method not in ways:
            return "" if status == 405 else f"{status}, not 405"
        if status not in ways[request.method]:
            return f"{status} is not described"
        if status >= 400 and set(answer.json()) != {"error"}:
            return f"{status} is in another shape"
    return ""
