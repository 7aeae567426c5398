"""Trying the site on one's own machine, without an account."""

from typing import Any

import pytest
from django.test import Client

from tests.support.records import turn
from voicechat.development import USERS, ensure_users
from voicechat.models import User

BUTTON = 'action="/try/"'


@pytest.fixture
def in_development(db: None, settings: Any) -> None:
    settings.DEBUG = settings.REALTIME_IS_LOCAL = True
    ensure_users()


def test_one_press_leads_to_the_call_page(client: Client, in_development: None) -> None:
    assert BUTTON in client.get("/").content.decode()
    answer = client.post("/try/", follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert answer.context["user"].email == "user@example.com"
    assert not answer.context["user"].is_staff
    assert 'id="start"' in answer.content.decode()


@pytest.mark.parametrize("name", ["DEBUG", "REALTIME_IS_LOCAL"])
def test_nobody_can_where_others_come_or_it_costs(
    client: Client, in_development: None, settings: Any, name: str
) -> None:
    setattr(settings, name, False)
    assert BUTTON not in client.get("/").content.decode()
    assert client.post("/try/").status_code == 404


def test_a_password_of_ones_own_is_not_gone_round(client: Client, in_development: None) -> None:
    user = User.objects.get(email=USERS[1][0])
    user.set_password("a password of one's own")
    user.save()
    answer = client.post("/try/", follow=True)
    assert answer.redirect_chain == [("/accounts/login/", 302)]
    assert "has another password now" in answer.content.decode()


def test_another_site_can_sign_nobody_in(in_development: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/try/").status_code == 403


def test_who_has_not_talked_yet_is_told_how(as_alice: Client, call: Any) -> None:
    told = "Choose somebody, press Start"
    assert told in as_alice.get("/").content.decode()
    call.store(turns=[turn()])
    assert told not in as_alice.get("/").content.decode()
