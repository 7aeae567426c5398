"""Starring a conversation, deleting it, and having it back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.records import turn, turn_json
from voicechat.models import Call, Conversation, Share

JSON = {"Accept": "application/json"}


@pytest.fixture
def path(call: Call) -> str:
    """Where Alice's conversation is, in which she said something."""
    call.store(turns=[turn(text="Tell me of the sea.")], end_reason="ended")
    return f"/history/{call.conversation_id}/"


def test_a_star_is_set_and_taken(as_alice: Client, path: str) -> None:
    for value in (True, True, False):
        as_alice.post(f"{path}star/", {"is_starred": "on" if value else ""})
        assert Conversation.objects.get().is_starred == value
        pressed = f'aria-pressed="{"true" if value else "false"}"'
        assert pressed in as_alice.get(path).content.decode()


def test_a_script_is_told_how_it_stands(as_alice: Client, path: str) -> None:
    answer = as_alice.post(f"{path}star/", {"is_starred": "on"}, headers=JSON)
    assert answer.json() == {"is_starred": True}


@pytest.mark.parametrize(
    ("there", "then"),
    [
        ("/history/?q=sea", "/history/?q=sea"),
        ("history", "history"),  # an address, not the name of one
        ("foo", "foo"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_it_goes_back_to_where_one_was_on_this_site(
    as_alice: Client, path: str, there: str, then: str | None
) -> None:
    assert as_alice.post(f"{path}star/", {"next": there})["Location"] == (then or path)


def test_what_is_deleted_can_be_had_back_at_once(as_alice: Client, path: str) -> None:
    page = as_alice.post(f"{path}delete/", follow=True)
    assert page.redirect_chain == [("/history/", 302)]
    words = page.content.decode()
    assert "was deleted." in words
    assert f'action="{path}restore/"' in words
    assert as_alice.post(f"{path}restore/")["Location"] == path
    assert as_alice.get(path).status_code == 200


def test_restoring_twice_does_no_harm(as_alice: Client, path: str) -> None:
    assert as_alice.post(f"{path}restore/")["Location"] == path


@pytest.mark.parametrize("page", ["", "export/", "title/"])
def test_its_owner_is_told_that_it_was_deleted(as_alice: Client, path: str, page: str) -> None:
    as_alice.post(f"{path}delete/")
    answer = as_alice.get(path + page)
    assert answer.status_code == 404
    assert "You deleted this conversation" in answer.content.decode()
    assert f'action="{path}restore/"' in answer.content.decode()


def test_what_is_deleted_does_not_go_on(as_alice: Client, path: str) -> None:
    as_alice.post(f"{path}delete/")
    pk = Conversation.objects.get().pk
    assert as_alice.get(f"/conversations/{pk}/continue/").status_code == 404
    answer = as_alice.post(f"/api/conversations/{pk}/calls", {}, "application/json")
    assert answer.status_code == 404


def test_nobody_else_is_told_that_it_was_deleted(
    as_alice: Client, as_charlie: Client, path: str
) -> None:
    as_alice.post(f"{path}delete/")
    answer = as_charlie.get(path)
    assert answer.status_code == 404
    assert b"You deleted" not in answer.content


def test_a_call_under_way_loses_nothing(as_alice: Client, path: str, call: Call) -> None:
    as_alice.post(f"{path}delete/")
    report = {"turns": [turn_json("late", text="And of the wind.")]}
    answer = as_alice.post(f"/api/calls/{call.pk}/records", report, "application/json")
    assert answer.status_code < 300
    assert Conversation.objects.get().deleted_at
    as_alice.post(f"{path}restore/")
    assert "And of the wind." in as_alice.get(path).content.decode()


def test_its_shared_links_are_dead_until_it_is_back(as_alice: Client, path: str) -> None:
    Share.make(Conversation.objects.get(), timedelta(days=1))
    as_alice.post(f"{path}delete/")
    assert not Share.objects.good().exists()
    as_alice.post(f"{path}restore/")
    assert Share.objects.good().exists()


def test_what_was_deleted_lately_is_listed_with_the_time_that_is_left(
    as_alice: Client, path: str
) -> None:
    assert b"Nothing was deleted lately." in as_alice.get("/history/deleted/").content
    Conversation.objects.update(deleted_at=timezone.now() - timedelta(days=3, hours=1))
    page = as_alice.get("/history/deleted/").content.decode()
    assert "Tell me of the sea" in page
    assert "27 days left" in page


def test_others_do_not_see_what_was_deleted(
    as_alice: Client, as_charlie: Client, as_admin: Client, client: Client, path: str
) -> None:
    as_alice.post(f"{path}delete/")
    for other in (as_charlie, as_admin):
        assert b"Tell me of the sea" not in other.get("/history/deleted/").content
    assert client.get("/history/deleted/").status_code == 302


def test_only_what_was_deleted_can_be_deleted_for_good(as_alice: Client, path: str) -> None:
    assert as_alice.post(f"{path}discard/").status_code == 404
    as_alice.post(f"{path}delete/")
    assert as_alice.post(f"{path}discard/")["Location"] == "/history/deleted/"
    assert not Conversation.objects.exists()
    assert b"You deleted" not in as_alice.get(path).content
