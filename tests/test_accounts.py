"""Sign-up, sign-in, sign-out and passwords: django-allauth, set up our way."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.conftest import PASSWORD
from voicechat.models import User

NEW_PASSWORD = "a different, long password"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": email, "password": password}).status_code


def is_signed_in(client: Client) -> bool:
    return client.get("/history/").status_code == 200


def test_a_visitor_signs_up_with_address_and_password(client: Client, db: None) -> None:
    client.post("/accounts/signup/", {"email": "New@Example.org", "password1": NEW_PASSWORD})
    assert User.objects.filter(email="new@example.org").exists()
    assert is_signed_in(client)


def test_signing_in_takes_the_address_in_any_case(client: Client, alice: User) -> None:
    sign_in(client, "Alice@Example.org")
    assert is_signed_in(client)


def test_a_wrong_password_is_refused_without_saying_which_part(client: Client, alice: User) -> None:
    page = client.post("/accounts/login/", {"login": alice.email, "password": "wrong"})
    other = client.post("/accounts/login/", {"login": "no@example.org", "password": "wrong"})
    errors = [p.context["form"].non_field_errors() for p in (page, other)]
    assert errors[0]
    assert errors[0] == errors[1]


def test_signing_out_takes_a_post(as_alice: Client) -> None:
    as_alice.get("/accounts/logout/")
    assert is_signed_in(as_alice)
    as_alice.post("/accounts/logout/")
    assert not is_signed_in(as_alice)


def test_a_person_changes_the_password(as_alice: Client, alice: User) -> None:
    as_alice.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    alice.refresh_from_db()
    assert alice.check_password(NEW_PASSWORD)


def test_a_forgotten_password_is_reset_by_mail(client: Client, alice: User) -> None:
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert sign_in(client, alice.email, NEW_PASSWORD) == 302


def test_a_link_that_is_no_good_leads_to_another(client: Client, db: None) -> None:
    page = client.get("/accounts/password/reset/key/1-nonsense/")
    assert "This link is no longer good" in page.text
    assert 'href="/accounts/password/reset/"' in page.text


@pytest.mark.parametrize(
    "path",
    ["login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/"],
)
def test_each_page_of_an_account_is_ours(client: Client, db: None, path: str) -> None:
    page = client.get(f"/accounts/{path}")
    assert page.status_code == 200
    assert b"base.css" in page.content
    assert b"<style" not in page.content
