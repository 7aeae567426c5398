"""Deleting one's account with everything in it."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.test import Client

from tests.conftest import PASSWORD
from tests.support.archives import conversation_of, fill
from tests.support.records import turn_json
from voicechat.leaving import LastAdminError, delete_account
from voicechat.models import (
    Call,
    Conversation,
    Persona,
    SearchLine,
    Share,
    Turn,
    Usage,
    User,
)

PATH = "/account/delete/"


def test_it_says_what_would_go(as_alice: Client, call: Call) -> None:
    full = fill(call)
    page = as_alice.get(PATH).content.decode()
    assert f"1 conversation, {full.turn_count} lines, and what they used" in page
    page = as_alice.get(PATH, headers={"accept-language": "ja"}).content.decode()
    assert f"1 件の会話、{full.turn_count} 件の発言とその利用記録" in page


def test_everything_of_a_person_goes_and_nothing_of_another(
    as_alice: Client, alice: User, charlie: User, call: Call
) -> None:
    full = fill(call)
    hers = conversation_of(charlie, full)
    Persona.objects.create(owner=alice, name="Mine", instructions="x")
    full.shares.create(expires_at=full.started_at)
    answer = as_alice.post(PATH, {"password": PASSWORD})
    assert "Goodbye" in answer.content.decode()
    assert not User.objects.filter(email="alice@example.org").exists()
    assert not EmailAddress.objects.filter(email="alice@example.org").exists()
    assert list(Conversation.objects.all()) == [hers]
    assert Call.objects.count() == 1
    for model in (Turn, Usage, SearchLine, Share):
        assert not model.objects.exists()
    assert not Persona.objects.filter(name="Mine").exists()


def test_one_is_signed_out_everywhere(as_alice: Client, alice: User, as_charlie: Client) -> None:
    elsewhere = Client()
    elsewhere.force_login(alice)
    as_alice.post(PATH, {"password": PASSWORD})
    for client in (as_alice, elsewhere):
        assert client.get("/account/").status_code == 302
    assert as_charlie.get("/account/").status_code == 200
    assert Session.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"password": "wrong"}, {"email": "alice@example.org"}])
def test_without_the_password_nothing_goes(as_alice: Client, data: dict[str, str]) -> None:
    assert as_alice.post(PATH, data).status_code == 422
    assert User.objects.filter(email="alice@example.org").exists()


def test_a_password_cannot_be_guessed_here(as_alice: Client) -> None:
    for _ in range(10):
        as_alice.post(PATH, {"password": "wrong"})
    assert b"Too many tries" in as_alice.post(PATH, {"password": PASSWORD}).content
    assert User.objects.exists()


def test_who_has_no_password_writes_the_address(alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    client = Client()
    client.force_login(alice)
    assert client.post(PATH, {"email": "charlie@example.org"}).status_code == 422
    assert client.post(PATH, {"email": "Alice@Example.org"}).status_code == 200
    assert not User.objects.exists()


def test_the_last_admin_stays(as_admin: Client, admin: User, charlie: User) -> None:
    assert b"only one who may do everything" in as_admin.get(PATH).content
    assert as_admin.post(PATH, {"password": PASSWORD}).status_code == 409
    with pytest.raises(LastAdminError):
        delete_account(admin)
    User.objects.filter(pk=charlie.pk).update(is_superuser=True, is_active=False)
    assert as_admin.post(PATH, {"password": PASSWORD}).status_code == 409
    User.objects.filter(pk=charlie.pk).update(is_active=True)
    LogEntry.objects.create(user=admin, action_flag=1, object_repr="x")
    assert as_admin.post(PATH, {"password": PASSWORD}).status_code == 200
    assert list(User.objects.all()) == [charlie]


def test_a_call_under_way_stores_nothing_afterwards(as_alice: Client, call: Call) -> None:
    browser = Client()
    browser.force_login(call.conversation.owner)
    as_alice.post(PATH, {"password": PASSWORD})
    path = f"/api/calls/{call.pk}/records"
    answer = browser.post(path, {"turns": [turn_json()]}, content_type="application/json")
    assert answer.status_code in (401, 404)
    assert not Turn.objects.exists()


def test_a_browser_is_told_whose_records_to_remove(as_alice: Client, alice: User) -> None:
    page = as_alice.post(PATH, {"password": PASSWORD}).content.decode()
    assert f'data-forget="{alice.browser_id}"' in page


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PATH).status_code == 302


def test_another_site_deletes_nothing(as_alice: Client) -> None:
    as_alice.handler.enforce_csrf_checks = True
    assert as_alice.post(PATH, {"password": PASSWORD}).status_code == 403
