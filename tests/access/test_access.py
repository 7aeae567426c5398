"""Every address, for everybody, by every method: what is answered is what its rule says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.access.addresses import patterns
from tests.access.asking import ask
from tests.access.rules import METHODS, PEOPLE, RULES
from tests.access.world import World
from tests.conftest import new_user, signed_in
from voicechat.models import User
from voicechat.realtime.client import realtime_client


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert {name for name, _ in patterns()} == set(RULES)


@pytest.fixture
def _no_provider(settings: Any) -> Iterator[None]:
    settings.REALTIME_BASE_URL = "http://127.0.0.1:9/v1"
    realtime_client.cache_clear()
    yield
    realtime_client.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.usefixtures("_no_provider")
def test_everybody_is_answered_as_the_rule_says(
    method: str, alice: User, charlie: User, admin: User
) -> None:
    world = World(alice)
    staff = new_user("staff@example.org", is_staff=True)
    clients = [Client(), *map(signed_in, (charlie, alice, staff, admin))]
    wrong = []
    for name, pattern in patterns():
        address = world.address(pattern)
        for person, client in zip(PEOPLE, clients, strict=True):
            expected = RULES[name].expected(method, person)
            status = ask(client, method, address).status_code
            if status != expected:
                wrong.append(f"{method} {address} ({name}) by {person}: {status}, not {expected}")
    assert not wrong, "\n".join(wrong)
