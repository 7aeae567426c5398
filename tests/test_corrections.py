"""Correcting a line on the page of its conversation."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.support.records import turn
from voicechat.models import Call, Turn, User
from voicechat.records import MAX_TEXT


@pytest.fixture
def line(call: Call) -> Turn:
    """What Alice said, as it was heard."""
    call.store(turns=[turn(text="I like the see.")])
    return Turn.objects.get()


def address(line: Turn) -> str:
    return f"/history/{line.conversation_id}/turns/{line.pk}/"


def correct(client: Client, line: Turn, text: str, **more: str) -> Any:
    return client.post(address(line), {"text": text, **more})


def stored(line: Turn) -> tuple[str, str]:
    line.refresh_from_db()
    return line.text, line.text_as_heard


def test_the_page_offers_a_form_in_place_of_the_line(as_alice: Client, line: Turn) -> None:
    page = as_alice.get(f"/history/{line.conversation_id}/").content.decode()
    assert f'href="{address(line)}" aria-label="Correct what You said at 0:00"' in page
    form = as_alice.get(address(line)).content.decode()
    assert re.search(r"<textarea[^>]*>\s*I like the see.</textarea>", form)
    assert ">What was said</label>" in form


def test_a_correction_keeps_what_was_first_heard_in_sight(as_alice: Client, line: Turn) -> None:
    answer = correct(as_alice, line, "I like the sea.")
    assert answer.url == f"/history/{line.conversation_id}/?at={line.pk}#turn-{line.pk}"
    assert stored(line) == ("I like the sea.", "I like the see.")
    page = as_alice.get(answer.url).content.decode()
    assert "I like the sea.</p>" in page
    assert "First heard as: I like the see." in page


def test_only_the_first_hearing_is_kept(as_alice: Client, line: Turn) -> None:
    for text in ("I like the C.", "I like the sea."):  # two tabs perhaps: the last one wins
        correct(as_alice, line, text)
    assert stored(line) == ("I like the sea.", "I like the see.")


@pytest.mark.parametrize("back", [{"text": " I like the see. "}, {"text": "", "restore": ""}])
def test_the_words_as_heard_take_it_back(as_alice: Client, line: Turn, back: Any) -> None:
    correct(as_alice, line, "I like the sea.")
    as_alice.post(address(line), back)
    assert stored(line) == ("I like the see.", "")


@pytest.mark.parametrize("text", ["", "  \r\n ", "a" * (MAX_TEXT + 1), "a\x00b"])
def test_what_is_no_line_is_refused_with_words(as_alice: Client, line: Turn, text: str) -> None:
    answer = correct(as_alice, line, text)
    assert answer.status_code == 422
    assert b"errorlist" in answer.content
    assert stored(line) == ("I like the see.", "")


def test_an_empty_line_is_told_what_to_do(as_alice: Client, line: Turn) -> None:
    assert b"Write what was said, or cancel." in correct(as_alice, line, " ").content


def test_line_ends_are_those_of_the_record(as_alice: Client, line: Turn) -> None:
    correct(as_alice, line, "I like\r\nthe sea.")
    assert stored(line)[0] == "I like\nthe sea."


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_only_finished_lines_can_be_corrected(as_alice: Client, line: Turn, state: str) -> None:
    Turn.objects.update(state=state)
    assert correct(as_alice, line, "No.").status_code == 404
    assert address(line).encode() not in as_alice.get(f"/history/{line.conversation_id}/").content


def test_a_late_report_does_not_undo_it(as_alice: Client, line: Turn) -> None:
    correct(as_alice, line, "I like the sea.")
    line.call.store(turns=[turn(text="I like the see, and much more of it.")])
    assert stored(line)[0] == "I like the sea."


def test_nobody_else_corrects_it(
    client: Client, as_charlie: Client, as_admin: Client, line: Turn
) -> None:
    assert correct(client, line, "No.").status_code == 302
    assert correct(as_charlie, line, "No.").status_code == 404
    assert correct(as_admin, line, "No.").status_code == 404
    assert stored(line) == ("I like the see.", "")


def test_a_line_is_found_in_its_own_conversation_only(
    as_alice: Client, alice: User, line: Turn
) -> None:
    persona = line.conversation.persona
    other = line.conversation.begin(alice, persona, persona.session_settings())
    url = f"/history/{other.conversation_id}/turns/{line.pk}/"
    assert as_alice.post(url, {"text": "No."}).status_code == 404


def test_another_site_corrects_nothing(alice: User, line: Turn) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert correct(client, line, "No.").status_code == 403


def test_a_further_call_is_told_the_correction(as_alice: Client, line: Turn) -> None:
    correct(as_alice, line, "I like the sea.")
    item = line.conversation.replay().items[0]
    assert item["content"][0]["text"] == "I like the sea."
