"""Nodes that share a database and a cache are one site."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.support.deployment import CACHE, Deployment, Gunicorn
from tests.support.records import turn_json
from tests.support.visitor import Visitor

pytestmark = pytest.mark.deployed

Nodes = tuple[Gunicorn, Gunicorn]
EMAIL, PASSWORD = "admin@example.org", "a-long-password-of-an-admin"


@pytest.fixture(scope="module")
def admin(deployment: Deployment) -> None:
    """An admin with a password."""
    secret = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    deployment.environment.update(secret)
    deployment.manage("createsuperuser", "--noinput", "--email", EMAIL, stdout=-3)
    del deployment.environment["DJANGO_SUPERUSER_PASSWORD"]


def sign_in(visitor: Visitor, node: Gunicorn, email: str, password: str) -> requests.Response:
    """Fill in the form."""
    page = f"{node.url}/accounts/login/"
    visitor.get(page)
    return visitor.submit(page, login=email, password=password)


def test_who_signs_in_at_one_node_is_signed_in_at_the_other(nodes: Nodes, admin: None) -> None:
    one, other = nodes
    visitor = Visitor()
    assert sign_in(visitor, one, EMAIL, PASSWORD).status_code == 302
    assert "data-account=" in visitor.get(f"{other.url}/").text
    visitor.submit(f"{other.url}/accounts/logout/")
    assert "data-account=" not in visitor.get(f"{one.url}/").text


def test_guesses_of_a_password_are_counted_over_all_nodes(nodes: Nodes) -> None:
    """Five in five minutes are allowed for an address: django-allauth's `login_failed`."""

    def guess(number: int) -> bool:
        answer = sign_in(Visitor(), nodes[number % 2], "person0@example.org", "a wrong guess")
        return "Too many failed login attempts" in answer.text

    assert [guess(number) for number in range(6)] == [False] * 5 + [True]


def test_a_limit_holds_over_all_nodes_however_starts_race(
    deployment: Deployment, nodes: Nodes, people: dict[str, Any]
) -> None:
    one = (
        "Limit.objects.create(user=User.objects.get(email='person0@example.org'), calls_at_once=1)"
    )
    deployment.manage("shell", "-c", f"from voicechat.models import Limit, User; {one}")
    body = {"persona": people["persona"]}
    session = people["people"][0]["session"]

    def start(number: int) -> int:
        return Visitor(session).post(f"{nodes[number % 2].url}/api/calls", body).status_code

    with ThreadPoolExecutor(20) as tabs:
        assert Counter(tabs.map(start, range(20))) == {201: 1, 403: 19}


def test_calls_go_on_without_the_cache(deployment: Deployment, people: dict[str, Any]) -> None:
    deployment.environment["CACHE_URL"] = "redis://127.0.0.1:1/0"
    node = deployment.serve()
    deployment.environment["CACHE_URL"] = CACHE
    browser = Visitor(people["people"][1]["session"])
    call = browser.post(f"{node.url}/api/calls", {"persona": people["persona"]})
    assert call.status_code == 201
    records = {"turns": [turn_json()], "end_reason": "ended"}
    assert browser.post(node.url + call.json()["records_url"], records).status_code == 200
    assert "Good morning." in browser.get(node.url + call.json()["conversation_url"]).text
