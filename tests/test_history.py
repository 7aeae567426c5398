"""The list of one's conversations."""

from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.support.records import turn
from voicechat.models import Call, Conversation, Persona, User


def spoken(owner: User, persona: Persona, words: str, days_ago: int = 0) -> Conversation:
    call = Conversation.begin(owner, persona, persona.session_settings())
    call.store(turns=[turn(text=words)])
    started = timezone.now() - timedelta(days=days_ago)
    Conversation.objects.filter(pk=call.conversation_id).update(started_at=started)
    return call.conversation


def test_the_newest_comes_first(as_alice: Client, alice: User, juniper: Persona) -> None:
    spoken(alice, juniper, "An old one", days_ago=3)
    spoken(alice, juniper, "A new one")
    page = as_alice.get("/history/").content.decode()
    assert 0 < page.index("A new one") < page.index("An old one")


def test_nobody_sees_what_others_said(as_charlie: Client, alice: User, juniper: Persona) -> None:
    spoken(alice, juniper, "A secret")
    assert b"A secret" not in as_charlie.get("/history/").content


def test_an_admin_sees_only_their_own_here(as_admin: Client, alice: User, juniper: Persona) -> None:
    spoken(alice, juniper, "A secret")
    assert b"A secret" not in as_admin.get("/history/").content


def test_a_call_in_which_nothing_was_said_is_left_out(as_alice: Client, call: Call) -> None:
    assert as_alice.get("/history/").context["rows"] == []
    assert b"Nothing here yet" in as_alice.get("/history/").content


def test_it_is_named_by_what_the_person_said_first(as_alice: Client, call: Call) -> None:
    call.store(
        turns=[
            turn("a", position=1, role="assistant", text="Hello, I'm Juniper."),
            turn("b", position=2, text="Tell me of the sea."),
        ]
    )
    [row] = as_alice.get("/history/").context["rows"]
    assert row.conversation.heading == "Tell me of the sea"


def test_its_first_words_go_on_where_its_name_ends(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn(text="Tell me of the sea. Is it cold?")])
    assert (
        '<p class="first" dir="auto">Is it cold?</p>' in as_alice.get("/history/").content.decode()
    )
    call.conversation.rename("Swimming")
    assert ">Tell me of the sea. Is it cold?</p>" in as_alice.get("/history/").content.decode()


def test_days_are_those_of_the_place(
    as_alice: Client, alice: User, juniper: Persona, settings: object
) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"
    found = spoken(alice, juniper, "Late in the evening.")
    started = datetime(2026, 5, 4, 1, tzinfo=UTC)
    Conversation.objects.filter(pk=found.pk).update(started_at=started)
    page = as_alice.get("/history/").content.decode()
    assert "May 3, 2026" in page
    assert "6\xa0p.m." in page


def test_a_conversation_over_several_calls_is_one_and_lasts_as_long_as_they_did(
    as_alice: Client, call: Call
) -> None:
    start = timezone.now() - timedelta(days=7)
    Call.objects.filter(pk=call.pk).update(started_at=start)
    call.refresh_from_db()
    call.store(turns=[turn("a")], end_reason="ended", ended_ms=120_000)
    further = call.conversation.open_call(call.conversation.persona.session_settings())
    assert "2\xa0calls" in as_alice.get("/history/").content.decode()
    further.store(turns=[turn("b")], end_reason="ended", ended_ms=0)
    page = as_alice.get("/history/").content.decode()
    assert "2\xa0min · 2\xa0calls" in page
    assert page.count(f'href="/conversations/{call.conversation_id}/continue/"') == 1


def test_calls_that_nobody_started_or_that_failed_are_not_counted(
    as_alice: Client, call: Call
) -> None:
    call.store(turns=[turn("a")], end_reason="ended")
    session = call.conversation.persona.session_settings()
    call.conversation.open_call(session, is_reserved=True)
    call.conversation.open_call(session).store(end_reason="failed")
    assert "\xa0calls" not in as_alice.get("/history/").content.decode().partition("<main")[2]


def test_queries_do_not_grow_with_the_list(
    as_alice: Client, alice: User, juniper: Persona, django_assert_num_queries: object
) -> None:
    for number in range(12):
        spoken(alice, juniper, f"Number {number}.")
    with django_assert_num_queries(7):  # session, user, page, calls, personas, recent, site
        as_alice.get("/history/")


def test_what_is_half_saved_says_so(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn("a"), turn("b", state="failed", text="")])
    long_ago = timezone.now() - timedelta(days=1)
    Call.objects.update(started_at=long_ago, heard_at=long_ago + timedelta(minutes=1))
    call_command("close_abandoned_calls")
    words = "Its end was not saved · only your side is here · some lines could not be written down"
    for address in ("/history/", f"/history/{call.conversation_id}/"):
        assert words in as_alice.get(address).content.decode()


def test_nothing_is_missing_of_a_call_that_no_browser_opened(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn("a"), turn("b", role="assistant")], end_reason="ended")
    call.conversation.open_call(call.conversation.persona.session_settings())
    Call.objects.update(started_at=timezone.now() - timedelta(days=1))
    call_command("close_abandoned_calls")
    page = as_alice.get("/history/").content.decode()
    assert "end was not saved" not in page
    assert "\xa0calls" not in page


def test_what_came_in_whole_has_no_mark(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn("a"), turn("b", role="assistant")], end_reason="ended")
    for address in ("/history/", f"/history/{call.conversation_id}/"):
        assert 'class="mark"' not in as_alice.get(address).content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/history/")["Location"] == "/accounts/login/?next=/history/"
