"""Names and addresses that a request claims: of the site, and of whoever sends it."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.conftest import PASSWORD
from voicechat.models import User

EVIL = "evil.example"
CLAIMS = (
    {"X-Forwarded-Host": EVIL},
    {"X-Host": EVIL},
    {"Forwarded": f"host={EVIL}"},
    {"X-Original-URL": "/admin/"},
    {"X-Rewrite-URL": "/admin/"},
    {"X-Forwarded-Proto": "http"},
    {"X-Forwarded-Port": "666"},
    {"X-Forwarded-Prefix": f"//{EVIL}"},
    {"X-HTTP-Method-Override": "DELETE"},
)


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/api/calls", "/admin/", "/nowhere/"])
@pytest.mark.parametrize("host", [EVIL, f"testserver.{EVIL}", f"testserver@{EVIL}", "a b", ""])
def test_the_site_answers_to_its_own_names_alone(client: Client, path: str, host: str) -> None:
    assert client.get(path, headers={"Host": host}, SERVER_NAME="10.0.0.1").status_code == 400


def test_no_mail_is_sent_for_another_name(client: Client, alice: User) -> None:
    reset = "/accounts/password/reset/"
    asked = client.post(reset, {"email": alice.email}, headers={"Host": EVIL})
    assert asked.status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_mail_leads_to_this_site_whatever_the_request_claims(
    client: Client, alice: User, claim: dict[str, str]
) -> None:
    client.post("/accounts/password/reset/", {"email": alice.email}, headers=claim)
    [message] = mail.outbox
    links = re.findall(r"https?://\S+", message.body)
    assert links
    assert all(link.startswith("http://testserver/") for link in links)


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nowhere/"])
def test_no_page_is_different_for_what_a_cache_does_not_look_at(
    as_alice: Client, client: Client, path: str, claim: dict[str, str]
) -> None:
    def page(headers: dict[str, str]) -> tuple[int, str]:
        answer = client.get(path, headers=headers)
        assert "no-store" in answer["Cache-Control"]
        token = r'name="csrfmiddlewaretoken" value="\w+"'
        return answer.status_code, re.sub(token, "", answer.content.decode())

    assert page(claim) == page({})


def guesses(client: Client, headers: Any) -> list[bool]:
    """Guess passwords, each time of one more address and with other headers; which was too many?"""
    tried = [
        client.post("/accounts/login/", {"login": email, "password": "wrong"}, headers=each)
        for email, each in headers
    ]
    return ["Too many failed login attempts" in answer.content.decode() for answer in tried]


def test_nobody_is_somebody_else_by_claiming_another_address(
    client: Client, alice: User, settings: Any
) -> None:
    """Ten guesses a minute from one address, whoever they are for: django-allauth's limit."""
    claims = [(f"p{n}@example.org", {"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(12)]
    assert guesses(client, claims)[-1]


def test_behind_a_proxy_the_address_that_it_has_added_counts(
    client: Client, alice: User, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    same = [(f"p{n}@example.org", {"X-Forwarded-For": f"10.0.0.{n}, 192.0.2.7"}) for n in range(12)]
    assert guesses(client, same)[-1]
    mine = {"login": alice.email, "password": PASSWORD}
    client.post("/accounts/login/", mine, headers={"X-Forwarded-For": "192.0.2.8"})
    assert "_auth_user_id" in client.session  # somebody else, whom that does not hold up
