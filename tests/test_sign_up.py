"""Whether people may make an account, and what they are told where not."""

import pytest
from django.core import mail
from django.test import Client

from tests.support.invited import joined, sign_up, sign_up_is
from voicechat.models import SiteSettings

pytestmark = pytest.mark.django_db

OFFER = 'href="/accounts/signup/">Create an account'
SHUT = ["invitation", "closed"]
ADVICE = {
    "invitation": ("You need an invitation", "You need an invitation: ask whoever runs this site."),
    "closed": ("No new accounts for now", "Whoever runs this site can make an account for you."),
}


def test_it_is_open_unless_the_admin_says_otherwise(client: Client) -> None:
    assert SiteSettings.current().sign_up == "open"
    for path in ("/", "/accounts/login/"):
        assert OFFER in client.get(path).content.decode()
    sign_up(client)
    assert joined()


@pytest.mark.parametrize("how", SHUT)
def test_where_it_is_not_nobody_is_offered_it(client: Client, how: str) -> None:
    sign_up_is(how)
    for path in ("/", "/accounts/login/"):
        page = client.get(path).content.decode()
        assert "/accounts/signup/" not in page
        assert ADVICE[how][1] in page


@pytest.mark.parametrize("how", SHUT)
def test_where_it_is_not_its_page_says_what_to_do(client: Client, how: str) -> None:
    sign_up_is(how)
    for answer in (client.get("/accounts/signup/"), sign_up(client)):
        assert ADVICE[how][0] in answer.content.decode()
        assert "id_email" not in answer.content.decode()
    assert joined() is None


@pytest.mark.parametrize("how", SHUT)
def test_nor_does_a_mail_offer_it(client: Client, how: str) -> None:
    for mode in ("open", how):
        sign_up_is(mode)
        client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    offered, not_offered = (message.body for message in mail.outbox)
    assert "/accounts/signup/" in offered
    assert "/accounts/signup/" not in not_offered
    assert "ask them" in not_offered


def test_those_who_are_in_stay_in(as_alice: Client) -> None:
    sign_up_is("closed")
    assert as_alice.get("/").status_code == 200
    assert as_alice.get("/accounts/email/").status_code == 200
