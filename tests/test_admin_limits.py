"""Limits in Django's admin: of everybody, of groups and people, and of the whole site."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client

from voicechat.limits import Allowance
from voicechat.models import Limit, SiteSettings, User

LIST = "/admin/voicechat/limit/"
EMPTY = {
    "may_call": "unknown",
    "minutes_per_day": "",
    "cost_per_month": "",
    "calls_at_once": "",
    "minutes_per_call": "",
}


def inline(**values: str) -> dict[str, str]:
    """What the form of a person or a group posts of limits of their own."""
    counts = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0"}
    fields = counts | {f"0-{name}": value for name, value in (EMPTY | values).items()}
    return {f"limit-{name}": value for name, value in fields.items()}


def test_everybodys_limits_are_there_to_be_set(as_admin: Client, alice: User) -> None:
    page = as_admin.get(LIST).content.decode()
    everybody = Limit.objects.get()
    assert "Everybody" in page
    as_admin.post(f"{LIST}{everybody.pk}/change/", EMPTY | {"minutes_per_day": "30"})
    assert Limit.objects.allowances([alice.pk]) == {alice.pk: Allowance(minutes_per_day=30)}


def test_everybodys_row_is_one_and_stays(as_admin: Client) -> None:
    as_admin.get(LIST)
    as_admin.get(LIST)
    everybody = Limit.objects.get()
    assert as_admin.get(f"{LIST}add/").status_code == 403
    assert as_admin.post(f"{LIST}{everybody.pk}/delete/", {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [everybody.pk], "post": "yes"}
    as_admin.post(LIST, action)
    assert Limit.objects.get() == everybody


def test_a_group_has_limits_on_its_page(as_admin: Client, alice: User) -> None:
    family = Group.objects.create(name="Family")
    alice.groups.add(family)
    fields = {"name": "Family", **inline(may_call="true", cost_per_month="7.50")}
    as_admin.post(f"/admin/auth/group/{family.pk}/change/", fields)
    given = Limit.objects.allowances([alice.pk])[alice.pk]
    assert given == Allowance(may_call=True, cost_per_month=Decimal("7.50"))
    assert "Family" in as_admin.get(LIST).content.decode()


def test_a_person_has_limits_on_their_page(as_admin: Client, alice: User) -> None:
    page = as_admin.get(f"/admin/voicechat/user/{alice.pk}/change/")
    fields = {
        name: value
        for name, value in page.context["adminform"].form.initial.items()
        if value not in (None, [])
    }
    fields |= inline(minutes_per_call="20")
    as_admin.post(f"/admin/voicechat/user/{alice.pk}/change/", fields)
    assert Limit.objects.get(user=alice).minutes_per_call == 20


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes_per_call": "0"},
        {"minutes_per_call": "481"},
        {"calls_at_once": "0"},
        {"cost_per_month": "0"},
        {"cost_per_month": "-1"},
        {"minutes_per_day": "0"},
    ],
)
def test_what_makes_no_sense_is_refused(as_admin: Client, wrong: dict[str, str]) -> None:
    as_admin.get(LIST)
    address = f"{LIST}{Limit.objects.get().pk}/change/"
    page = as_admin.post(address, EMPTY | wrong)
    assert set(page.context["adminform"].form.errors) == set(wrong)


def test_the_site_has_totals(as_admin: Client) -> None:
    fields = {
        "sign_up": "open",
        "minutes_per_day": "600",
        "cost_per_month": "100",
        "calls_at_once": "5",
    }
    as_admin.get("/admin/voicechat/sitesettings/")
    as_admin.post("/admin/voicechat/sitesettings/1/change/", fields)
    assert SiteSettings.current().allowance == Allowance(
        minutes_per_day=600, cost_per_month=Decimal(100), calls_at_once=5
    )


def test_the_database_keeps_one_row_for_each(alice: User) -> None:
    Limit.objects.create()
    Limit.objects.create(user=alice)
    family = Group.objects.create(name="Family")
    Limit.objects.create(group=family)
    for holder in ({}, {"user": alice}, {"group": family}, {"user": alice, "group": family}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Limit.objects.create(**holder)


def test_an_ordinary_user_is_kept_out(as_alice: Client, client: Client) -> None:
    for one in (as_alice, client):
        assert one.get(LIST).status_code == 302
    assert not Limit.objects.exists()


def test_limits_of_many_people_cost_one_query(
    alice: User, charlie: User, admin: User, django_assert_num_queries: object
) -> None:
    family = Group.objects.create(name="Family")
    for user in (alice, charlie):
        user.groups.add(family)
    Limit.objects.create(group=family, calls_at_once=2)
    Limit.objects.create(user=charlie, calls_at_once=1)
    Limit.objects.create(minutes_per_day=9)
    with django_assert_num_queries(1):
        found = Limit.objects.allowances([alice.pk, charlie.pk, admin.pk])
    assert [each.calls_at_once for each in found.values()] == [2, 1, None]
    assert {each.minutes_per_day for each in found.values()} == {9}
