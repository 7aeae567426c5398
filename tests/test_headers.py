"""The headers of every page, each with its exact value."""

from typing import Any

import pytest
from django.test import Client

from tests.access.addresses import patterns
from tests.access.world import World
from tests.conftest import signed_in
from voicechat.models import User

POLICY = {
    "base-uri 'none'",
    "connect-src 'self' https://api.openai.com wss://api.openai.com",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self'",
    "manifest-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
}
USELESS = "camera=(), display-capture=(), geolocation=(), hid=(), midi=(), payment=(), usb=(), "
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": f"{USELESS}microphone=(), screen-wake-lock=()",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
NEVER_KEPT = {"Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}
WITH_CALLS = {"Permissions-Policy": f"{USELESS}microphone=(self), screen-wake-lock=(self)"}
UNLISTED = {"Referrer-Policy": "no-referrer"}
OTHERWISE = {
    "call": WITH_CALLS,
    "continue": WITH_CALLS,
    "shared": UNLISTED,
    "invitation": {"Referrer-Policy": "strict-origin"},  # its form is told by where it is from
    "words": {"Cache-Control": "private, max-age=3600"},
    "manifest": {"Cache-Control": "private, max-age=3600"},
}


@pytest.fixture
def world(alice: User) -> World:
    return World(alice)


@pytest.fixture
def as_everybody(alice: User, admin: User) -> list[Client]:
    """A visitor, the owner and an admin, who see a page that failed rather than its traceback."""
    clients = [Client(), signed_in(alice), signed_in(admin)]
    for client in clients:
        client.raise_request_exception = False
    return clients


def test_every_answer_has_exactly_these(world: World, as_everybody: list[Client]) -> None:
    for name, pattern in patterns():
        for client in as_everybody:
            check(name, client.get(world.address(pattern)))


def test_what_is_refused_has_them_too(as_everybody: list[Client], settings: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    check("a form without a token", strict.post("/accounts/login/"))
    check("an address that does not exist", strict.get("/nowhere/"))
    check("a host that is not this site's", strict.get("/", headers={"Host": "evil.example"}))


def check(name: str, answer: Any) -> None:
    expected = dict(ALWAYS)
    if answer.status_code == 200:
        expected |= OTHERWISE.get(name, {})
    if answer["Cache-Control"].startswith("max-age=0"):
        expected |= NEVER_KEPT
    assert {header: answer.get(header) for header in expected} == expected, (name, answer)
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY, (name, answer)
