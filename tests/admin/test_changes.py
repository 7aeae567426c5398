"""Who changed what, from what to what, and how it comes back."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.staff import form_of, staff
from voicechat.models import Persona, SiteSettings, SpeechModel, User, Voice


def change(client: Client, address: str, **fields: Any) -> None:
    page = client.get(f"{address}change/")
    assert client.post(f"{address}change/", {**form_of(page), **fields}).status_code == 302


@pytest.fixture
def address(juniper: Persona) -> str:
    return f"/admin/voicechat/persona/{juniper.pk}/"


def version(address: str, row: Any, number: int) -> str:
    """The address of a version, counted from the oldest."""
    return f"{address}history/{row.history.order_by('history_id')[number].pk}/"


def test_a_change_is_told_with_what_was_and_what_is(
    as_admin: Client, juniper: Persona, address: str
) -> None:
    lines = juniper.instructions.replace("Listen first.", "Listen at first.")
    change(as_admin, address, speed="1.25", instructions=lines, reasoning_effort="low")
    page = as_admin.get(f"{address}history/").content.decode()
    assert "admin@example.org" in page
    for words in ("<del>1.0</del>", "<ins>1.25</ins>", "<ins>Low</ins>", "Listen at first."):
        assert words in page
    assert "How you talk" not in page  # the lines that are the same


def test_hostile_words_stay_words(as_admin: Client, address: str) -> None:
    change(as_admin, address, description="<script>alert(1)</script>", emoji="<b>")
    page = as_admin.get(f"{address}history/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_earlier_version_comes_back(as_admin: Client, juniper: Persona, address: str) -> None:
    change(as_admin, address, description="Grumpy.", speed="1.4")
    before = version(address, juniper, 0)
    page = as_admin.get(before)
    assert "Put this version back" in page.content.decode()
    assert as_admin.post(before, form_of(page)).status_code == 302
    found = Persona.objects.get(pk=juniper.pk)
    assert (found.description, found.speed) == (juniper.description, 1.0)
    assert found.created_at == juniper.created_at
    newest = juniper.history.first()
    assert newest.history_change_reason.startswith("The version of ")
    assert [each.speed for each in juniper.history.all()] == [1.0, 1.4, 1.0]


def test_a_version_that_cannot_be_had_any_more_says_why(
    as_admin: Client, juniper: Persona, address: str
) -> None:
    change(as_admin, address, voice="sage")
    Voice.objects.filter(name="marin").update(is_available=False)
    before = version(address, juniper, 0)
    page = as_admin.post(before, form_of(as_admin.get(before)))
    assert "voice" in page.context["adminform"].form.errors
    assert Persona.objects.get(pk=juniper.pk).voice == "sage"


def test_who_may_see_versions_and_who_may_bring_one_back(
    client: Client, as_alice: Client, as_admin: Client, juniper: Persona, address: str
) -> None:
    change(as_admin, address, speed="1.4")
    before = version(address, juniper, 0)
    fields = form_of(as_admin.get(before))
    for visitor in (client, as_alice):
        assert visitor.get(before)["Location"].startswith("/admin/login/")
        assert visitor.get(f"{address}history/")["Location"].startswith("/admin/login/")
    nobody, viewer = staff(), staff("view_persona")
    for page in (before, f"{address}history/"):
        assert nobody.get(page).status_code == 403
        assert viewer.get(page).status_code == 200
    assert b"put it back" not in viewer.get(f"{address}history/").content
    for visitor in (nobody, viewer):
        assert visitor.post(before, fields).status_code == 403
    assert Persona.objects.get(pk=juniper.pk).speed == 1.4
    editor = staff("view_persona", "change_persona")
    assert editor.post(before, fields).status_code == 302
    assert Persona.objects.get(pk=juniper.pk).speed == 1.0


@pytest.mark.parametrize(("kind", "name"), [(SpeechModel, "gpt-realtime-2.1"), (Voice, "marin")])
def test_the_catalogue_is_kept_too_where_it_is_changed_in_the_list(
    as_admin: Client, admin: User, kind: type[Any], name: str
) -> None:
    listed = f"/admin/voicechat/{kind._meta.model_name}/"
    formset = as_admin.get(listed).context["cl"].formset
    rows = [formset.management_form, *formset.forms]
    fields = {each.add_prefix(key): each[key].value() for each in rows for key in each.fields}
    row = kind.objects.get(name=name)
    (prefix,) = [form.prefix for form in formset.forms if form.instance == row]
    fields = {key: value for key, value in fields.items() if value not in ("", None)}
    sent = {key: value for key, value in fields.items() if value is not False}
    del sent[f"{prefix}-is_available"]
    as_admin.post(listed, {**sent, "_save": "Save"})
    newest, first = row.history.all()
    assert (newest.is_available, newest.history_user) == (False, admin)
    assert (first.is_available, first.history_user) == (True, None)
    assert kind.history.count() == 2  # of none that stayed as it was
    address = f"{listed}{row.pk}/"
    page = as_admin.get(f"{address}history/").content.decode()
    assert "<del>yes</del>" in page
    before = version(address, row, 0)
    as_admin.post(before, form_of(as_admin.get(before)))
    assert kind.objects.get(name=name).is_available


def test_so_are_the_sites_settings(as_admin: Client) -> None:
    address = "/admin/voicechat/sitesettings/1/"
    as_admin.get("/admin/voicechat/sitesettings/")
    change(as_admin, address, keep_days="30")
    change(as_admin, address, keep_days="60")
    site = SiteSettings.objects.get()
    assert [each.keep_days for each in site.history.all()] == [60, 30, None]
    before = version(address, site, 1)
    as_admin.post(before, form_of(as_admin.get(before)))
    assert SiteSettings.current().keep_days == 30


def test_no_versions_are_kept_of_what_is_somebodys_own(
    as_admin: Client, as_alice: Client, alice: User
) -> None:
    pirate = Persona.objects.create(owner=alice, name="Pirate", instructions="Arr.")
    pirate.speed = 1.2
    pirate.save()
    change(as_admin, f"/admin/voicechat/persona/{pirate.pk}/", speed="1.3")
    assert not pirate.history.exists()
    alice.delete()
    assert not Persona.history.filter(name="Pirate").exists()


def test_what_is_deleted_stays_in_the_history(as_admin: Client, juniper: Persona) -> None:
    as_admin.post(f"/admin/voicechat/persona/{juniper.pk}/delete/", {"post": "yes"})
    assert [each.history_type for each in Persona.history.filter(id=juniper.pk)] == ["-"]


def test_who_changed_it_is_forgotten_with_their_account(
    as_admin: Client, admin: User, juniper: Persona, address: str
) -> None:
    change(as_admin, address, speed="1.4")
    admin.delete()
    assert juniper.history.first().history_user is None


def test_a_page_costs_the_same_however_much_was_changed(
    as_admin: Client, juniper: Persona, address: str, django_assert_num_queries: Any
) -> None:
    for number in range(26):
        juniper.speed = 1 + number / 100
        juniper.save()
    as_admin.get(f"{address}history/")
    with CaptureQueriesContext(connection) as first:
        page = as_admin.get(f"{address}history/").content.decode()
    assert page.count("<del>1.") == 25
    assert "27 versions" in page
    for number in range(26):
        juniper.speed = 1 - number / 100
        juniper.save()
    with django_assert_num_queries(len(first)):
        as_admin.get(f"{address}history/")


def test_who_finds_a_persona_is_kept_and_comes_back(
    as_admin: Client, juniper: Persona, address: str
) -> None:
    group = Group.objects.create(name="Class 5b")
    gone = Group.objects.create(name="Class 6a")
    change(as_admin, address, groups=[group.pk, gone.pk])
    change(as_admin, address, groups=[], speed="1.2")
    assert "Class 5b" in as_admin.get(f"{address}history/").content.decode()
    gone.delete()
    before = version(address, juniper, 2)
    as_admin.post(before, form_of(as_admin.get(before)))
    assert list(juniper.groups.all()) == [group]


@pytest.mark.parametrize(
    "path",
    ["voice/user/history/", "voice/1/history/null/", "persona/none/history/", "voice/x/history/1/"],
)
def test_what_cannot_be_a_row_or_a_version_is_not_found(as_admin: Client, path: str) -> None:
    assert as_admin.get(f"/admin/voicechat/{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["owner=null", "owner=1.5", "nothing=1", "owner=99999999999999999999"]
)
def test_an_address_that_fills_in_a_form_with_nonsense_shows_it_empty(
    as_admin: Client, query: str
) -> None:
    assert as_admin.get(f"/admin/voicechat/persona/add/?{query}").status_code == 200
