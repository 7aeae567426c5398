"""Another site, of which somebody has a page open, changes nothing and leads nobody astray.

Generated from the table of addresses, so that a new one is tried as well.
"""

from copy import deepcopy
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.access.addresses import patterns
from tests.access.rules import RULES
from tests.access.world import World
from voicechat.models import User

CHANGES = ("POST", "PUT", "PATCH", "DELETE")
TOKEN = "a" * 32
HARMLESS = {  # whatever the method, they only tell something
    *("api:openapi-json", "api:api-root", "unknown_address"),
    *("favicon.ico", "account_confirm_login_code", "account_set_password"),
}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "///evil.example/",
    "https:evil.example",
    "\thttps://evil.example/",
    "javascript:alert(1)",
)
NAMES = ("next", "url", "redirect", "redirect_to", "return", "continue", "REDIRECT_FIELD_NAME")


@pytest.fixture(params=["owner", "superuser"])
def person(request: pytest.FixtureRequest, alice: User, admin: User) -> User:
    return {"owner": alice, "superuser": admin}[request.param]


def signed_in_at(person: User, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(person)
    return client


def answers(client: Client, method: str, address: str, *, headers: Any, data: Any = None) -> Any:
    """Send something, and leave everything as it was; gives the answer."""
    cookies = deepcopy(client.cookies)
    cache.clear()
    before = transaction.savepoint()
    answer = getattr(client, method.lower())(address, data, headers=headers)
    transaction.savepoint_rollback(before)
    client.cookies = cookies
    return answer


@pytest.mark.parametrize("method", CHANGES)
@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example", "X-CSRFToken": TOKEN}], ids=["none", "evil"]
)
def test_no_change_is_taken_from_another_site(
    person: User, alice: User, method: str, headers: dict[str, str]
) -> None:
    client = signed_in_at(person, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = TOKEN
    world = World(alice)
    taken = set()
    for name, pattern in patterns():
        answer = answers(client, method, world.address(pattern), headers=headers)
        if answer.status_code not in (403, 405):
            taken.add(name)
    assert taken <= HARMLESS


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_address_leads_to_another_site(
    person: User, alice: User, method: str, elsewhere: str
) -> None:
    world = World(alice)
    fields = dict.fromkeys(NAMES, elsewhere)
    headers = {"Referer": "https://evil.example/"}
    led = []
    for client in (Client(raise_request_exception=False), signed_in_at(person)):
        for name, pattern in patterns():
            path = world.address(pattern)
            answer = answers(client, method, path, headers=headers, data=fields)
            location = answer.headers.get("Location", "")
            # As browsers read it, which take a backslash for a slash and leave out tabs.
            target = urlsplit(urljoin("http://testserver/", location.replace("\\", "/").strip()))
            if (target.scheme, target.hostname) != ("http", "testserver"):
                led.append(f"{method} {path} ({name}): {location}")
    assert not led, "\n".join(led)


def test_the_harmless_ones_exist() -> None:
    assert set(RULES) >= HARMLESS
