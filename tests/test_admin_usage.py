"""The admin's page of what the whole site used."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from realtime_site.dotenv import BASE_DIR
from tests.test_usage import THIS, TODAY, used
from voicechat.models import DayUsage, Persona, SpeechModel, User
from voicechat.usage.sheet import COLUMNS

PAGE = "/admin/voicechat/dayusage/"
SHEET = f"{PAGE}{THIS}.csv"


@pytest.fixture
def as_staff(charlie: User) -> Client:
    """Somebody who may use the admin, and nothing in it."""
    charlie.is_staff = True
    charlie.save()
    client = Client()
    client.force_login(charlie)
    return client


def test_an_admin_sees_all_by_person_persona_and_model(
    as_admin: Client, alice: User, charlie: User, juniper: Persona
) -> None:
    used(alice, juniper)
    used(charlie, juniper, cost=Decimal(2))
    used(charlie, juniper, model="gpt-transcribe", calls=0, seconds=0, cost=Decimal("0.1"))
    context = as_admin.get(PAGE).context
    assert context["total"].cost == Decimal("2.7")
    found = {caption: [(row.name, row.figures.cost) for row in rows]
             for caption, _what, rows in context["tables"]}  # fmt: skip
    assert found == {
        "By person": [
            ("charlie@example.org", Decimal("2.1")),
            ("alice@example.org", Decimal("0.6")),
        ],
        "By persona": [("Juniper", Decimal("2.7"))],
        "By model": [("gpt-realtime-2.1", Decimal("2.6")), ("gpt-transcribe", Decimal("0.1"))],
    }


def test_today_and_this_month_stand_beside_any_month(
    as_admin: Client, alice: User, juniper: Persona
) -> None:
    used(alice, juniper)
    used(alice, juniper, THIS.previous.last, cost=Decimal(5))
    for month, cost in (("", "0.6"), (f"?month={THIS.previous}", "5")):
        context = as_admin.get(PAGE + month).context
        assert context["total"].cost == Decimal(cost)
        assert context["today"].cost == context["this_total"].cost == Decimal("0.6")
        assert context["months"] == [THIS, THIS.previous]


def test_those_who_left_are_one_and_still_count(
    as_admin: Client, alice: User, charlie: User, juniper: Persona
) -> None:
    used(alice, juniper)
    used(charlie, juniper)
    alice.delete()
    charlie.delete()
    people = as_admin.get(PAGE).context["tables"][0][2]
    assert [(row.name, row.figures.calls) for row in people] == [("Deleted accounts", 4)]


def test_an_empty_month_says_so(as_admin: Client) -> None:
    assert b"Nobody talked in this month." in as_admin.get(PAGE).content
    assert as_admin.get(f"{PAGE}?month=nonsense").status_code == 404


@pytest.mark.parametrize("address", [PAGE, SHEET])
def test_only_who_may_see_it_does(
    client: Client, as_alice: Client, as_staff: Client, charlie: User, address: str
) -> None:
    assert client.get(address).status_code == as_alice.get(address).status_code == 302
    assert as_staff.get(address).status_code == 403
    charlie.user_permissions.add(Permission.objects.get(codename="view_dayusage"))
    assert as_staff.get(address).status_code == 200


def test_nobody_writes_into_the_ledger(as_admin: Client, alice: User, juniper: Persona) -> None:
    used(alice, juniper)
    pk = DayUsage.objects.get().pk
    assert as_admin.get(f"{PAGE}add/").status_code == 403
    assert as_admin.post(f"{PAGE}{pk}/change/", {"cost": 0}).status_code == 403
    assert as_admin.post(f"{PAGE}{pk}/delete/", {"post": "yes"}).status_code == 403


def rows(client: Client, address: str = SHEET) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_month_is_taken_away_as_a_sheet(as_admin: Client, alice: User, juniper: Persona) -> None:
    used(alice, juniper, THIS.first, transcribed_ms=1_500)
    used(None, None, TODAY)
    used(alice, juniper, THIS.previous.last)
    first, second = rows(as_admin)
    assert set(first) == set(COLUMNS)
    assert (first["day"], first["person"]) == (str(THIS.first), "alice@example.org")
    assert Decimal(first["cost_usd"]) == Decimal("0.6")
    assert (float(first["transcribed_seconds"]), first["audio_output"]) == (1.5, "1500")
    assert (second["person"], second["persona"]) == ("", "Nobody")


def test_what_people_call_themselves_is_no_formula(
    as_admin: Client, alice: User, juniper: Persona
) -> None:
    User.objects.filter(pk=alice.pk).update(email="=cmd|' /c calc'!a1@example.org")
    Persona.objects.filter(pk=juniper.pk).update(name="@SUM(1)")
    used(alice, juniper)
    (row,) = rows(as_admin)
    assert row["person"].startswith("'=")
    assert row["persona"] == "'@SUM(1)"


def test_the_sheet_is_a_file_and_only_a_file(as_admin: Client) -> None:
    answer = as_admin.get(SHEET)
    assert answer["Content-Disposition"] == f'attachment; filename="usage-{THIS}.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.streaming
    assert as_admin.get(f"{PAGE}2026-13.csv").status_code == 404


def test_it_costs_few_queries_however_much_was_used(
    as_admin: Client, alice: User, juniper: Persona, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        used(alice, juniper, THIS.first + timedelta(days=number % 28), model=f"m{number}")
    with django_assert_max_num_queries(8):
        as_admin.get(PAGE)


def test_the_charts_have_the_products_hues() -> None:
    css = Path(BASE_DIR) / "static/voicechat/css"
    base, admin = ((css / name).read_text() for name in ("base.css", "admin_usage.css"))
    for hue in ("--person:", "--voice:"):
        (value,) = [line.strip() for line in base.splitlines() if line.strip().startswith(hue)]
        assert value in admin


def test_prices_are_shown_and_a_missing_one_is_said(as_admin: Client) -> None:
    SpeechModel.objects.create(name="gpt-new", purpose="transcribes")
    text = as_admin.get("/admin/voicechat/speechmodel/").content.decode()
    assert "text 4 / 0.4 / 24, audio 32 / 0.4 / 64" in text
    assert "0.0045 a minute" in text
    assert "not known: what it is used for counts without a cost" in text


def test_an_admin_enters_a_new_price(as_admin: Client) -> None:
    model = SpeechModel.objects.get(name="gpt-transcribe")
    known = model.price_rows.get()
    form = {
        "name": model.name, "purpose": "transcribes", "position": 100,
        "price_rows-TOTAL_FORMS": 2, "price_rows-INITIAL_FORMS": 1,
        "price_rows-0-id": known.pk, "price_rows-0-model": model.pk,
        "price_rows-0-since": known.since, "price_rows-0-per_minute": "0.0045",
        "price_rows-1-model": model.pk, "price_rows-1-since": TODAY,
        "price_rows-1-per_minute": "0.005",
    }  # fmt: skip
    address = f"/admin/voicechat/speechmodel/{model.pk}/change/"
    too_much = as_admin.post(address, form | {"price_rows-1-per_minute": "101"})
    assert b"less than or equal to 100" in too_much.content
    assert as_admin.post(address, form).status_code == 302
    assert [str(row.per_minute) for row in model.price_rows.all()] == ["0.0050", "0.0045"]
