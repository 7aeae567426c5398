"""/usage/: what a person used, and what that cost."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from voicechat.models import DayUsage, Persona, User
from voicechat.models.ledger import site_day
from voicechat.usage.months import Month

TODAY = site_day(timezone.now())
THIS = Month.of(TODAY)


def used(owner: User | None, persona: Persona | None, day: date = TODAY, **amounts: Any) -> None:
    """Have the ledger say that somebody talked for ten minutes, for 60 cents."""
    values = {"calls": 2, "seconds": 600, "responses": 9, "cost": Decimal("0.6")}
    name = persona.name if persona else "Nobody"
    DayUsage.objects.create(
        day=day,
        owner=owner,
        persona=persona,
        persona_name=name,
        **{"model": "gpt-realtime-2.1", "audio_output": 1_500, **values, **amounts},
    )


def page(client: Client, address: str = "/usage/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_one_sees_minutes_tokens_cost_and_what_a_minute_costs(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    used(alice, juniper)
    text = page(as_alice)
    assert "<dd>10 min <small>2 calls</small></dd>" in text
    assert "<dd>1,500 <small>0 in (0 cached), 1,500 out</small></dd>" in text
    assert "<dd>$0.60</dd>" in text
    assert "<dt>A typical minute</dt><dd>$0.0600</dd>" in text
    assert f"{THIS.in_words}" in text


def test_nobody_sees_what_another_used(
    as_charlie: Client, as_admin: Client, alice: User, juniper: Persona
) -> None:
    used(alice, juniper)
    for client in (as_charlie, as_admin):
        assert "You have not talked yet." in page(client)
        assert "$" not in page(client)


def test_a_visitor_signs_in_first(client: Client) -> None:
    for address in ("/usage/", f"/usage/{THIS}/"):
        assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


def test_it_is_only_read(as_alice: Client) -> None:
    assert as_alice.post("/usage/").status_code == 405


def test_it_is_found_at_the_side_and_from_the_account(as_alice: Client) -> None:
    assert '<a class="place" href="/usage/" aria-current="page">' in page(as_alice)
    assert page(as_alice, "/account/").count('href="/usage/"') == 2


def test_what_it_shows_is_by_persona_as_it_is_called_now(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    own = Persona.objects.create(owner=alice, name="Nova", emoji="🌟", instructions="Be brief.")
    used(alice, juniper)
    used(alice, own, cost=Decimal(2))
    used(alice, own, model="gpt-transcribe", calls=0, seconds=0, cost=Decimal("0.1"))
    Persona.objects.filter(pk=own.pk).update(name="Novalis")
    rows = as_alice.get("/usage/").context["personas"]
    assert [(row.name, row.figures.cost) for row in rows] == [
        ("🌟 Novalis", Decimal("2.1")),
        ("Juniper", Decimal("0.6")),
    ]


def test_a_persona_that_was_deleted_keeps_its_last_name(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    used(alice, juniper)
    used(alice, juniper, model="gpt-transcribe")
    juniper.delete()
    (row,) = as_alice.get("/usage/").context["personas"]
    assert (row.name, row.figures.calls) == ("Juniper", 4)


def test_every_day_has_its_bar_and_its_row(as_alice: Client, alice: User, juniper: Persona) -> None:
    used(alice, juniper, THIS.previous.first, seconds=120)
    used(alice, juniper, THIS.previous.last)
    context = as_alice.get(f"/usage/{THIS.previous}/").context
    assert [len(chart.bars) for chart in context["charts"]] == [2, 2]
    assert [row.figures.seconds for row in context["days"]] == [120, 600]


def test_earlier_months_are_reached_as_far_as_there_are_any(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    used(alice, juniper, THIS.previous.first)
    before = f"/usage/{THIS.previous}/"
    now = page(as_alice)
    assert f'rel="prev" href="{before}"' in now
    assert 'rel="next"' not in now
    then = page(as_alice, before)
    assert 'rel="next" href="/usage/"' in then
    assert 'rel="prev"' not in then
    assert "$0.60" in then


def test_a_month_without_a_word_says_so(as_alice: Client, alice: User, juniper: Persona) -> None:
    used(alice, juniper, THIS.previous.first)
    text = page(as_alice)
    assert "You did not talk in this month." in text
    assert "Start a conversation" in text


@pytest.mark.parametrize("month", ["2026", "2026-13", "x", "9999-12", str(THIS.next)])
def test_what_is_no_month_yet_is_not_there(as_alice: Client, month: str) -> None:
    assert as_alice.get(f"/usage/{month}/").status_code == 404


def test_a_price_that_is_not_known_is_said(as_alice: Client, alice: User, juniper: Persona) -> None:
    used(alice, juniper, unpriced=2)
    text = page(as_alice)
    assert "at least $0.60" in text
    assert "Of 2 replies and transcriptions the price was not known" in text


def test_local_mode_says_that_nothing_is_charged(
    as_alice: Client, alice: User, juniper: Persona, settings: Any
) -> None:
    used(alice, juniper)
    assert "nothing is charged" not in page(as_alice)
    settings.REALTIME_IS_LOCAL = True
    assert "In local mode nothing is charged" in page(as_alice)


def test_it_costs_few_queries_however_much_was_used(
    as_alice: Client, alice: User, juniper: Persona, django_assert_num_queries: Any
) -> None:
    for number in range(40):
        used(alice, juniper, THIS.first + timedelta(days=number % 28), model=f"m{number}")
    # Session, user; first day, days, personas and what they are called; limits; recent.
    with django_assert_num_queries(8):
        as_alice.get("/usage/")
