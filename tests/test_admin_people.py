"""People, groups and invitations in the admin."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from tests.support.invited import accept, invite, joined, sign_up
from tests.test_admin_limits import inline
from voicechat.admin import groups
from voicechat.models import Invitation, Persona, User

INVITATIONS = "/admin/voicechat/invitation/"
USERS = "/admin/voicechat/user/"
NEW = {"note": "", "email": "", "group": "", "max_uses": "1", "days": "7"}


@pytest.fixture
def group(db: None) -> Group:
    return Group.objects.create(name="Class 5b")


@pytest.fixture
def helper(charlie: User) -> User:
    """Somebody who may invite people, and nothing else in the admin."""
    names = ["add_invitation", "view_invitation", "change_invitation"]
    charlie.user_permissions.set(Permission.objects.filter(codename__in=names))
    User.objects.filter(pk=charlie.pk).update(is_staff=True)
    return charlie


def act(client: Client, path: str, action: str, *rows: Any) -> Any:
    selected = [str(row.pk) for row in rows]
    return client.post(path, {"action": action, "_selected_action": selected}, follow=True)


def change(invitation: Invitation) -> str:
    return f"{INVITATIONS}{invitation.pk}/change/"


# --- Invitations -------------------------------------------------------------------------------


def test_an_admin_makes_an_invitation_and_is_shown_its_link(
    as_admin: Client, admin: User, group: Group, client: Client
) -> None:
    fields = {**NEW, "note": "Bea", "group": group.pk, "days": "30"}
    page = as_admin.post(f"{INVITATIONS}add/", fields, follow=True).content.decode()
    made = Invitation.objects.get()
    assert (made.made_by, made.group, made.max_uses) == (admin, group, 1)
    lasts = made.expires_at - timezone.now()
    assert lasts == pytest.approx(timedelta(days=30), abs=timedelta(minutes=1))
    (link,) = re.findall(r'value="http://testserver(/invitations/[^"]+)"', page)
    assert b"You are invited" in client.get(link).content


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"days": "365"}, "days"),
        ({"max_uses": "0"}, "max_uses"),
        ({"max_uses": "2", "email": "a@example.org"}, "max_uses"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_makes_no_sense_is_refused(
    as_admin: Client, wrong: dict[str, str], field: str
) -> None:
    page = as_admin.post(f"{INVITATIONS}add/", {**NEW, **wrong})
    assert field in page.context["adminform"].form.errors
    assert not Invitation.objects.exists()


def test_its_page_says_who_joined(as_admin: Client, admin: User, client: Client) -> None:
    invitation = invite(admin, max_uses=5)
    accept(client, invitation)
    sign_up(client)
    page = as_admin.get(change(invitation)).content.decode()
    assert f'{USERS}{joined().pk}/change/">new@example.org' in page
    assert "1 of 5" in page
    person = as_admin.get(f"{USERS}{joined().pk}/change/").content.decode()
    assert f'admin@example.org (<a href="{change(invitation)}">' in person


def test_only_its_note_changes(as_admin: Client, admin: User, group: Group) -> None:
    invitation = invite(admin)
    fields = {"note": "Carl", "group": group.pk, "max_uses": 99, "uses": 0, "token": "x", "days": 1}
    as_admin.post(change(invitation), fields)
    kept = Invitation.objects.get()
    assert (kept.note, kept.group, kept.max_uses) == ("Carl", None, 1)
    assert (kept.token, kept.expires_at) == (invitation.token, invitation.expires_at)


def test_it_is_revoked_on_its_page(as_admin: Client, admin: User, client: Client) -> None:
    invitation = invite(admin)
    page = as_admin.post(change(invitation), {"note": "", "_revoke": "Revoke"}, follow=True)
    assert client.get(f"/invitations/{invitation.token}/").status_code == 404
    assert invitation.token not in page.content.decode()
    assert 'name="_revoke"' not in page.content.decode()


def test_several_are_revoked_at_once(as_admin: Client, admin: User) -> None:
    page = act(as_admin, INVITATIONS, "revoke", invite(admin), invite(admin))
    assert b"2 were revoked." in page.content
    assert not Invitation.objects.good().exists()
    assert (
        b"0 were revoked."
        in act(as_admin, INVITATIONS, "revoke", *Invitation.objects.all()).content
    )


def test_no_token_stands_in_an_address_or_a_log_of_the_admin(as_admin: Client, admin: User) -> None:
    as_admin.post(f"{INVITATIONS}add/", NEW)
    made = Invitation.objects.get()
    assert made.token not in as_admin.get(f"{INVITATIONS}?q=a").content.decode()
    assert made.token not in as_admin.get(f"{INVITATIONS}{made.pk}/history/").content.decode()
    assert made.token not in str(list(LogEntry.objects.values()))


def test_who_may_invite_needs_to_be_no_admin(helper: User, as_charlie: Client) -> None:
    as_charlie.post(f"{INVITATIONS}add/", NEW)
    made = Invitation.objects.get()
    assert made.made_by == helper
    assert made.token in as_charlie.get(change(made)).content.decode()


def test_but_invites_nobody_to_rights_in_the_admin(
    helper: User, as_charlie: Client, group: Group
) -> None:
    editors = Group.objects.create(name="Editors")
    editors.permissions.add(Permission.objects.get(codename="change_persona"))
    page = as_charlie.post(f"{INVITATIONS}add/", {**NEW, "group": editors.pk})
    assert page.context["adminform"].form.errors["group"]
    as_charlie.post(f"{INVITATIONS}add/", {**NEW, "group": group.pk})
    assert Invitation.objects.get().group == group


def test_who_may_only_look_gets_no_link(helper: User, as_charlie: Client, admin: User) -> None:
    helper.user_permissions.set(Permission.objects.filter(codename="view_invitation"))
    invitation = invite(admin)
    page = as_charlie.get(change(invitation)).content.decode()
    assert invitation.token not in page
    assert 'name="_revoke"' not in page
    assert as_charlie.post(change(invitation), {"_revoke": "x"}).status_code == 403
    assert as_charlie.post(f"{INVITATIONS}add/", NEW).status_code == 403
    assert Invitation.objects.get().revoked_at is None


@pytest.mark.parametrize(
    "path", [INVITATIONS, f"{INVITATIONS}add/", "/admin/auth/group/", "/admin/auth/group/add/"]
)
def test_others_are_kept_out(as_alice: Client, client: Client, path: str) -> None:
    for each in (as_alice, client):
        assert each.get(path).status_code == 302
        assert each.post(path, NEW).status_code == 302
    assert not Invitation.objects.exists()


# --- Groups ------------------------------------------------------------------------------------


def test_people_come_and_go(as_admin: Client, group: Group, alice: User, charlie: User) -> None:
    group.user_set.add(charlie)
    path = f"/admin/auth/group/{group.pk}/change/"
    page = as_admin.get(path).content.decode()
    assert "1 person" in page
    assert "Charlie (charlie@example.org)" in page
    form = {"name": "Class 6b", "coming": [alice.pk], "going": [charlie.pk]}
    as_admin.post(path, form | inline())
    assert list(Group.objects.get().user_set.all()) == [alice]
    assert Group.objects.get().name == "Class 6b"


def test_a_new_group_begins_with_its_people(as_admin: Client, alice: User) -> None:
    as_admin.post("/admin/auth/group/add/", {"name": "Family", "coming": [alice.pk]})
    assert alice.groups.get().name == "Family"


def test_the_list_counts_members_and_leads_to_invitations(
    as_admin: Client, group: Group, alice: User, charlie: User
) -> None:
    group.user_set.add(alice, charlie)
    page = as_admin.get("/admin/auth/group/").content.decode()
    assert '<td class="field-member_count">2</td>' in page
    add = f"{INVITATIONS}add/?group={group.pk}"
    assert add in page
    assert as_admin.get(add).context["adminform"].form["group"].value() == str(group.pk)


def test_a_large_group_is_looked_through_elsewhere(
    as_admin: Client, group: Group, alice: User, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    group.user_set.add(alice, charlie)
    monkeypatch.setattr(groups, "MOST_MEMBERS", 1)
    page = as_admin.get(f"/admin/auth/group/{group.pk}/change/").content.decode()
    assert "alice@example.org" in page
    assert "charlie@example.org" not in page
    everybody = re.search(r'href="([^"]+)">2 people', page)[1]
    assert b"charlie@example.org" in as_admin.get(everybody).content


def test_a_group_names_the_personas_that_are_its_own(
    as_admin: Client, group: Group, juniper: Persona
) -> None:
    path = f"/admin/auth/group/{group.pk}/change/"
    assert "None of its own" in as_admin.get(path).content.decode()
    juniper.groups.add(group)
    listed = re.search(r'href="([^"]+)">Juniper<', as_admin.get(path).content.decode())[1]
    page = as_admin.get(listed).content.decode()
    assert "Juniper" in page
    assert "Mateo" not in page


def test_who_may_not_change_people_changes_no_members(
    helper: User, as_charlie: Client, group: Group, alice: User
) -> None:
    helper.user_permissions.set(Permission.objects.filter(codename__endswith="_group"))
    group.user_set.add(alice)
    path = f"/admin/auth/group/{group.pk}/change/"
    assert b"alice@example.org" not in as_charlie.get(path).content
    as_charlie.post(path, {"name": "Class 6b", "coming": [helper.pk], "going": [alice.pk]})
    assert Group.objects.get(name="Class 6b").user_set.get() == alice


# --- People ------------------------------------------------------------------------------------


def test_people_are_found_by_group(
    as_admin: Client, group: Group, alice: User, charlie: User
) -> None:
    group.user_set.add(charlie)
    listed = as_admin.get(f"{USERS}?groups__id__exact={group.pk}")
    assert list(listed.context["cl"].queryset) == [charlie]
    assert b"Class 5b" in listed.content


def test_people_are_kept_out_and_let_in(as_admin: Client, as_alice: Client, alice: User) -> None:
    act(as_admin, USERS, "deactivate", alice)
    assert as_alice.get("/account/").status_code == 302
    act(as_admin, USERS, "activate", alice)
    assert as_alice.get("/account/").status_code == 200


def test_nobody_keeps_themselves_out(as_admin: Client, admin: User, alice: User) -> None:
    page = act(as_admin, USERS, "deactivate", admin, alice)
    assert b"1 person is kept out." in page.content
    assert b"Left as they are: yourself" in page.content
    assert list(User.objects.filter(is_active=True)) == [admin]


def test_nor_does_anybody_a_superuser_without_being_one(
    helper: User, as_charlie: Client, admin: User
) -> None:
    helper.user_permissions.set(Permission.objects.filter(codename="change_user"))
    act(as_charlie, USERS, "deactivate", admin)
    assert User.objects.get(pk=admin.pk).is_active
    User.objects.filter(pk=admin.pk).update(is_active=False)
    act(as_charlie, USERS, "activate", admin)
    assert not User.objects.get(pk=admin.pk).is_active


def test_a_list_of_people_asks_no_more_for_more_of_them(
    as_admin: Client, admin: User, group: Group, django_assert_max_num_queries: object
) -> None:
    for n in range(20):
        user = User.objects.create_user(f"{n}@example.org", invitation=invite(admin))
        user.groups.add(group)
    with django_assert_max_num_queries(12):
        as_admin.get(USERS)
    with django_assert_max_num_queries(12):
        as_admin.get(INVITATIONS)
