"""A session is one person's: it changes when they sign in, and ends when they would have it end."""

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import PASSWORD
from voicechat.models import User

NEW = "another long enough secret"


def session(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def sign_in(client: Client, email: str, password: str = PASSWORD) -> None:
    client.post("/accounts/login/", {"login": email, "password": password})


def is_signed_in(key: str) -> bool:
    """Whether somebody who has a session's key is taken for its person."""
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = key
    return "data-account=" in other.get("/").content.decode()


def test_a_session_that_was_planted_before_signing_in_is_not_taken_over(alice: User) -> None:
    client = Client()
    planted = client.session
    planted["anything"] = "from somebody else"
    planted.save()
    key = session(client)
    sign_in(client, alice.email)
    assert session(client) != key
    assert is_signed_in(session(client))
    assert not is_signed_in(key)


def test_a_session_is_over_once_its_person_has_signed_out(alice: User) -> None:
    client = Client()
    sign_in(client, alice.email)
    key = session(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(key)


def test_a_new_password_ends_all_other_sessions(alice: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, alice.email)
    before = session(here)
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    here.post("/accounts/password/change/", fields)
    assert is_signed_in(session(here))
    assert not is_signed_in(session(elsewhere))
    assert session(here) == before or not is_signed_in(before)


def test_who_may_not_come_in_any_more_is_out_at_once(as_alice: Client, alice: User) -> None:
    assert is_signed_in(session(as_alice))
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert not is_signed_in(session(as_alice))


@pytest.mark.parametrize("name", ["SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE"])
def test_cookies_are_for_https_and_this_site(name: str) -> None:
    """By `check --deploy` for secure ones; here what it does not look at."""
    assert getattr(settings, f"{name}_DOMAIN") is None
    assert getattr(settings, f"{name}_PATH") == "/"


def test_no_module_can_read_the_session(alice: User) -> None:
    client = Client()
    sign_in(client, alice.email)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
