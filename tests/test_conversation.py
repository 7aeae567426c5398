"""The page of one conversation."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.support.records import turn
from voicechat.models import Call, Persona, Turn, Usage
from voicechat.realtime.prices import Tokens
from voicechat.records import UsageRecord


def address(call: Call) -> str:
    return f"/history/{call.conversation_id}/"


def test_its_owner_reads_it_in_order(as_alice: Client, call: Call) -> None:
    call.store(
        turns=[
            turn("b", position=2, role="assistant", text="It is blue."),
            turn("a", position=1, text="What colour is the sea?"),
        ],
        end_reason="ended",
    )
    page = as_alice.get(address(call)).content.decode()
    assert page.index("What colour is the sea?</p>") < page.index("It is blue.</p>")
    for words in (
        "Juniper",
        "Marin",
        "gpt-realtime-2.1",
        "ended by the person",
        'aria-label="You"',
    ):
        assert words in page


def test_others_do_not_learn_that_it_exists(
    as_charlie: Client, as_admin: Client, call: Call
) -> None:
    assert as_charlie.get(address(call)).status_code == 404
    assert as_admin.get(address(call)).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, call: Call) -> None:
    assert client.get(address(call)).status_code == 302


def test_it_keeps_the_settings_that_it_began_with(
    as_alice: Client, call: Call, juniper: Persona
) -> None:
    Persona.objects.filter(pk=juniper.pk).delete()
    assert "Juniper" in as_alice.get(address(call)).content.decode()


def test_what_is_unfinished_is_said(as_alice: Client, call: Call) -> None:
    call.store(
        turns=[
            turn("a", position=1, state="failed", text=""),
            turn("b", position=2, role="assistant", state="interrupted", text="Once upon"),
        ]
    )
    page = as_alice.get(address(call)).content.decode()
    assert "could not be written down" in page
    assert "interrupted" in page


def test_it_shows_where_one_call_ended_and_another_began(as_alice: Client, call: Call) -> None:
    session = call.conversation.persona.session_settings()
    call.store(turns=[turn("a", text="Before.")], end_reason="lost", ended_ms=0)
    call.conversation.open_call(session).store(end_reason="failed")
    further = call.conversation.open_call(session)
    Call.objects.filter(pk=further.pk).update(started_at=call.started_at + timedelta(seconds=12))
    further.refresh_from_db()
    further.store(turns=[turn("b", text="After.")], end_reason="ended")
    page = as_alice.get(address(call)).content.decode()
    words = page.index("Connection lost, went on after 12 s")
    assert page.index("Before.</p>") < words < page.index("After.</p>")
    assert page.count('class="between"') == 1
    assert "· 2 calls</p>" in page
    assert page.count("<p><time") == 3


def test_it_goes_on_while_one_of_its_calls_does(call: Call) -> None:
    spare = call.conversation.open_call(call.conversation.persona.session_settings())
    spare.store(end_reason="failed", ended_ms=0)
    call.conversation.refresh_from_db()
    assert call.conversation.ended_at is None
    call.store(end_reason="ended")
    call.conversation.refresh_from_db()
    assert call.conversation.ended_at


def test_one_can_go_on_with_it_or_take_it_away(as_alice: Client, call: Call) -> None:
    page = as_alice.get(address(call)).content.decode()
    assert f'href="/conversations/{call.conversation_id}/continue/"' in page
    assert f'href="/history/{call.conversation_id}/export/?format=md"' in page


def test_hostile_words_are_only_words(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn(text="<img src=x onerror=alert(1)>")])
    page = as_alice.get(address(call)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(
    "words",
    ["\u202egnp.exe", "a" * 20_000, "=1+1", "👩\u200d👩\u200d👧", "\x07\x1b[31m", "{{ 7|add:7 }}"],
)
def test_strange_words_are_shown_as_they_were_said(
    as_alice: Client, call: Call, words: str
) -> None:
    call.store(turns=[turn(text=words)])
    assert f'<p dir="auto">{words}</p>' in as_alice.get(address(call)).content.decode()


@pytest.mark.parametrize(
    "title", ["\u202egnp.exe", "</title><script>", "a" * 200, "../../etc/passwd"]
)
def test_strange_titles_stay_within_their_line(as_alice: Client, call: Call, title: str) -> None:
    call.conversation.rename(title)
    page = as_alice.get(address(call)).content.decode()
    assert "\u202e" not in page
    assert "<script>" not in page
    assert "/" not in as_alice.get(f"{address(call)}export/")["Content-Disposition"]


@pytest.mark.parametrize("count", [10, 2_000])
def test_queries_do_not_grow_with_its_length(
    as_alice: Client, call: Call, django_assert_num_queries: Any, count: int
) -> None:
    long(call, count)
    # Session, user, conversation, calls, usage, turns, the site's settings, recent.
    with django_assert_num_queries(8):
        as_alice.get(address(call))
    middle = Turn.objects.get(item_id=f"item_{count // 2}")
    # The turn, too, and what is before and after it.
    with django_assert_num_queries(10):
        as_alice.get(f"{address(call)}?at={middle.pk}")


def test_its_weight_does_not_grow_either(as_alice: Client, call: Call) -> None:
    long(call, 2_000)
    answer = as_alice.get(address(call), headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 10_000


def long(call: Call, count: int) -> None:
    call.store(
        turns=[
            turn(f"item_{n}", position=n, text=f"Line {n}.", start_ms=n * 1000)
            for n in range(count)
        ]
    )


def shown(page: Any) -> list[str]:
    """Give the texts of the lines on a page."""
    return re.findall(r">(Line [0-9]+\.)</p>", page.content.decode())


def link(page: Any, rel: str) -> str:
    """Give where a link of the page leads, "" if it has none of the kind."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.content.decode())
    return found[1] if found else ""


def lines(*numbers: int) -> list[str]:
    return [f"Line {n}." for n in range(*numbers)]


def test_a_long_one_is_read_page_by_page(as_alice: Client, call: Call) -> None:
    long(call, 250)
    first = as_alice.get(address(call))
    second = as_alice.get(link(first, "next"))
    third = as_alice.get(link(second, "next"))
    assert [shown(each) for each in (first, second, third)] == [
        lines(100),
        lines(100, 200),
        lines(200, 250),
    ]
    assert (link(first, "prev"), link(third, "next")) == ("", "")
    assert shown(as_alice.get(link(third, "prev"))) == lines(100, 200)


def test_a_link_to_a_line_opens_the_page_around_it(as_alice: Client, call: Call) -> None:
    long(call, 250)
    pk = Turn.objects.get(item_id="item_120").pk
    page = as_alice.get(f"{address(call)}?at={pk}")
    assert shown(page) == lines(70, 170)
    assert f'class="turn user final at" id="turn-{pk}"' in page.content.decode()
    assert f'href="{address(call)}?at={pk}#turn-{pk}"' in page.content.decode()
    assert shown(as_alice.get(link(page, "prev"))) == lines(70)
    assert shown(as_alice.get(link(page, "next"))) == lines(170, 250)


@pytest.mark.parametrize("pk", ["", "0", "x", "-1", "9" * 30, "٣"])
def test_a_link_to_no_line_opens_the_beginning(as_alice: Client, call: Call, pk: str) -> None:
    long(call, 120)
    assert shown(as_alice.get(address(call), {"at": pk})) == lines(100)


def test_lines_of_the_same_position_are_neither_lost_nor_repeated(
    as_alice: Client, call: Call
) -> None:
    long(call, 120)
    Turn.objects.update(position=7)
    first = as_alice.get(address(call))
    assert shown(first) + shown(as_alice.get(link(first, "next"))) == lines(120)


def test_what_lies_between_calls_is_told_once_across_pages(as_alice: Client, call: Call) -> None:
    long(call, 100)
    call.store(end_reason="lost", ended_ms=0)
    further = call.conversation.open_call(call.conversation.persona.session_settings())
    further.store(turns=[turn("more", position=1, text="Line 100.")])
    first = as_alice.get(address(call))
    second = as_alice.get(link(first, "next"))
    assert 'class="between"' not in first.content.decode()
    assert second.content.decode().count("Connection lost, ") == 1
    assert 'class="between"' not in as_alice.get(link(second, "prev")).content.decode()


def test_a_line_tells_when_it_was_said(as_alice: Client, call: Call) -> None:
    Call.objects.update(started_at=datetime(2026, 5, 4, 18, tzinfo=UTC))
    call.store(turns=[turn(start_ms=83_000)])
    page = as_alice.get(address(call)).content.decode()
    assert '<time datetime="2026-05-04T18:01:23+00:00">1:23</time>' in page


def test_a_reply_that_was_cut_off_looks_so(as_alice: Client, call: Call) -> None:
    call.store(turns=[turn(role="assistant", state="interrupted", text="Once upon")])
    page = as_alice.get(address(call)).content.decode()
    assert 'Once upon<span class="cut" aria-hidden="true">—</span></p>' in page


def used(provider_id: str) -> UsageRecord:
    tokens = Tokens(text_input=2000, text_cached=100, audio_output=50)
    return UsageRecord(provider_id=provider_id, kind="response", tokens=tokens)


def test_it_tells_what_each_call_used_and_cost(as_alice: Client, call: Call) -> None:
    call.store(usage=[used("resp_1")], end_reason="ended")
    Usage.objects.update(cost=Decimal("0.01234"))
    call.conversation.open_call(call.conversation.persona.session_settings()).store(
        usage=[used("resp_2")]
    )
    Usage.objects.filter(provider_id="resp_2").update(cost=None)
    page = as_alice.get(address(call)).content.decode()
    assert page.count("<li>Text: 2,000 in, of which 100 cached, 0 out</li>") == 2
    assert "<li>Text: 4,000 in, of which 200 cached, 0 out</li>" in page
    assert '<li class="cost">$0.0123</li>' in page
    assert '<li class="cost">Cost not known</li>' in page
    assert '<li class="cost">At least $0.0123</li>' in page


def test_transcription_is_in_the_cost_where_its_price_is_known(
    as_alice: Client, call: Call
) -> None:
    written = UsageRecord(provider_id="item_1", kind="transcription", seconds=1_200.0)
    call.store(usage=[used("resp_1"), written])
    Usage.objects.filter(kind="response").update(cost=Decimal(1))
    without = "without transcription, whose price is not known"
    page = as_alice.get(address(call)).content.decode()
    assert '<li class="cost">$1.09</li>' in page  # 20 min × $0.0045
    assert without not in page
    Usage.objects.filter(kind="transcription").update(cost=None)
    page = as_alice.get(address(call)).content.decode()
    assert f'<li class="cost">$1.00 <small>{without}</small></li>' in page
