"""Giving a conversation another title."""

import pytest
from django.test import Client

from tests.support.records import turn
from voicechat.models import Call, Conversation

JSON = {"Accept": "application/json"}


@pytest.fixture
def path(call: Call) -> str:
    """Where one gives Alice's conversation a title."""
    call.store(turns=[turn(text="Tell me of the sea")], end_reason="ended")
    return f"/history/{call.conversation_id}/title/"


def test_a_title_takes_the_place_of_the_first_words(as_alice: Client, path: str) -> None:
    answer = as_alice.post(path, {"title": "The sea"}, follow=True)
    assert "<title>The sea · " in answer.content.decode()
    assert Conversation.objects.get().title == "The sea"


def test_an_empty_one_gives_them_back(as_alice: Client, path: str) -> None:
    as_alice.post(path, {"title": "The sea"})
    answer = as_alice.post(path, {"title": " \n "}, headers=JSON)
    assert answer.json() == {"heading": "Tell me of the sea"}
    assert Conversation.objects.get().title == ""


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a\x00b\tc\r\nd\u2028e", "a b c d e"),
        ("\u202egpj.exe\u2066", "gpj.exe"),
        ("<b>=1+1</b> ../../etc/passwd", "<b>=1+1</b> ../../etc/passwd"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
    ],
)
def test_it_is_one_line_of_plain_words(as_alice: Client, path: str, sent: str, stored: str) -> None:
    as_alice.post(path, {"title": sent})
    assert Conversation.objects.get().title == stored


def test_markup_is_only_words(as_alice: Client, path: str) -> None:
    page = as_alice.post(path, {"title": "<img src=x>"}, follow=True).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x&gt;" in page


def test_one_that_is_too_long_is_refused_with_words(as_alice: Client, path: str) -> None:
    answer = as_alice.post(path, {"title": "a" * 201})
    assert answer.status_code == 422
    assert b"errorlist" in answer.content
    assert b"a" * 201 in answer.content  # what was typed is still there
    answer = as_alice.post(path, {"title": "a" * 201}, headers=JSON)
    assert answer.status_code == 422
    assert "200" in answer.json()["error"]["message"]
    assert Conversation.objects.get().title == ""


def test_of_two_tabs_the_last_one_wins(as_alice: Client, path: str) -> None:
    for title in ("One", "Two"):
        as_alice.post(path, {"title": title})
    assert Conversation.objects.get().title == "Two"


def test_without_scripts_a_page_has_the_form(as_alice: Client, path: str) -> None:
    page = as_alice.get(path).content.decode()
    assert 'value="Tell me of the sea"' in page
    assert ">Title</label>" in page
