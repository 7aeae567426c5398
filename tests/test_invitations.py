"""Links under which people make an account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.support.invited import PASSWORD, accept, invite, joined, sign_up, sign_up_is
from voicechat.leaving import delete_account
from voicechat.models import Invitation, User


@pytest.fixture(autouse=True)
def _by_invitation(db: None) -> None:
    sign_up_is("invitation")


@pytest.fixture
def group(db: None) -> Group:
    return Group.objects.create(name="Class 5b")


@pytest.fixture
def invitation(admin: User, group: Group) -> Invitation:
    return invite(admin, group=group, note="Bea, of 5b")


def test_whoever_has_the_link_makes_an_account(client: Client, invitation: Invitation) -> None:
    assert accept(client, invitation)["Location"] == "/accounts/signup/"
    assert b"You are invited." in client.get("/accounts/signup/").content
    assert sign_up(client).redirect_chain == [("/", 302)]
    assert client.get("/account/").status_code == 200
    person = joined()
    assert person.invitation == invitation
    assert [group.name for group in person.groups.all()] == ["Class 5b"]
    invitation.refresh_from_db()
    assert (invitation.uses, invitation.state) == (1, Invitation.State.USED_UP)


def test_its_page_says_who_invites_and_nothing_of_what_only_admins_see(
    client: Client, admin: User, invitation: Invitation
) -> None:
    page = client.get(f"/invitations/{invitation.token}/").content.decode()
    assert "You are invited" in page
    User.objects.filter(pk=admin.pk).update(name="Anna")
    page += client.get(f"/invitations/{invitation.token}/").content.decode()
    assert "Anna invites you" in page
    assert not [word for word in ("Bea", "5b", admin.email) if word in page]


def test_looking_at_it_changes_nothing(client: Client, invitation: Invitation) -> None:
    answer = client.get(f"/invitations/{invitation.token}/")
    assert "sessionid" not in answer.cookies
    assert b"You need an invitation" in client.get("/accounts/signup/").content
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_its_token_stays_where_it_is(client: Client, invitation: Invitation) -> None:
    answer = client.get(f"/invitations/{invitation.token}/")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "strict-origin"
    accept(client, invitation)
    page = client.get("/accounts/signup/").content.decode()
    assert invitation.token not in page + str(dict(client.session))


def test_it_cannot_be_guessed(invitation: Invitation) -> None:
    assert re.fullmatch(r"[\w-]{32}", invitation.token)


def test_another_site_accepts_nothing(invitation: Invitation) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/invitations/{invitation.token}/").status_code == 403


NO_GOOD: dict[str, Callable[[Invitation], object]] = {
    "expired": lambda _: Invitation.objects.update(expires_at=timezone.now()),
    "used up": lambda _: Invitation.objects.update(uses=1),
    "revoked": lambda invitation: invitation.revoke(),
    "deleted": lambda invitation: invitation.delete(),
    "its maker kept out": lambda _: User.objects.update(is_active=False),
    "its maker gone": lambda _: Invitation.objects.update(made_by=None),
    "its group gone": lambda _: Group.objects.all().delete(),
    "sign-up closed": lambda _: sign_up_is("closed"),
}


@pytest.fixture(params=NO_GOOD.values(), ids=NO_GOOD)
def spoil(request: pytest.FixtureRequest) -> Callable[[Invitation], object]:
    return request.param


def test_one_that_is_no_good_is_as_one_that_never_was(
    client: Client, invitation: Invitation, spoil: Callable[[Invitation], object]
) -> None:
    token = invitation.token
    spoil(invitation)
    paths = (f"/invitations/{token}/", "/invitations/never-was/", "/invitations/%00/")
    answers = [client.get(path) for path in paths] + [client.post(paths[0])]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1
    assert b"This invitation cannot be used" in answers[0].content


def test_one_that_is_no_good_any_more_makes_no_account(
    client: Client, invitation: Invitation, spoil: Callable[[Invitation], object]
) -> None:
    accept(client, invitation)
    spoil(invitation)
    page = sign_up(client).content.decode()
    assert "You need an invitation" in page or "No new accounts" in page
    assert joined() is None


def test_several_may_join_with_one(admin: User) -> None:
    invitation = invite(admin, max_uses=2)
    for name in ("bea", "carl"):
        client = Client()
        accept(client, invitation)
        sign_up(client, f"{name}@example.org")
    emails = invitation.joined.order_by("email").values_list("email", flat=True)
    assert list(emails) == ["bea@example.org", "carl@example.org"]
    assert not Invitation.objects.good().exists()


def test_one_for_an_address_is_for_no_other(client: Client, admin: User) -> None:
    invitation = invite(admin, email="Grandma@example.org")
    accept(client, invitation)
    refused = sign_up(client, "grandpa@example.org")
    assert refused.context["form"].errors["email"] == [
        "The invitation is for another e-mail address."
    ]
    assert b"randma" not in client.get("/accounts/signup/").content
    assert joined("grandpa@example.org") is None
    sign_up(client, "grandma@Example.org")
    assert joined("grandma@example.org").invitation == invitation


def test_what_the_form_refuses_uses_nothing_up(
    client: Client, alice: User, invitation: Invitation
) -> None:
    accept(client, invitation)
    assert sign_up(client, alice.email).context["form"].errors
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": "1234"})
    assert Invitation.objects.get().uses == 0
    sign_up(client)
    assert joined()


def test_it_works_where_addresses_must_be_confirmed(
    client: Client, invitation: Invitation, settings: object
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    accept(client, invitation)
    sign_up(client)
    assert client.get("/account/").status_code == 302
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
    client.post(link)
    client.post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert client.get("/account/").status_code == 200
    assert joined().invitation == invitation


def test_an_address_that_is_taken_is_not_told_and_uses_nothing_up(
    client: Client, alice: User, invitation: Invitation, settings: object
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    accept(client, invitation)
    page = sign_up(client, alice.email)
    assert page.redirect_chain[-1][0] == "/accounts/confirm-email/"
    assert Invitation.objects.get().uses == 0
    assert alice.invitation is None


def test_whoever_is_signed_in_is_told_so(as_alice: Client, invitation: Invitation) -> None:
    path = f"/invitations/{invitation.token}/"
    for answer in (as_alice.get(path), as_alice.post(path)):
        assert b"You have an account already" in answer.content
    assert "invitation" not in as_alice.session
    assert b"cannot be used" in as_alice.get("/invitations/never-was/").content


def test_where_sign_up_is_open_it_still_leads_to_its_group(
    client: Client, invitation: Invitation
) -> None:
    sign_up_is("open")
    accept(client, invitation)
    sign_up(client)
    assert joined().groups.count() == 1


def test_where_sign_up_is_open_one_is_told_that_it_is_used_up(
    client: Client, invitation: Invitation
) -> None:
    sign_up_is("open")
    accept(client, invitation)
    Invitation.objects.update(uses=1)
    refused = sign_up(client)
    assert refused.redirect_chain == [("/accounts/signup/", 302)]
    assert b"was used up, so no account was made" in refused.content
    assert joined() is None
    sign_up(client)
    assert joined().groups.count() == 0


def test_the_same_address_at_the_same_moment_is_one_account(
    client: Client, invitation: Invitation, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "allauth.account.internal.flows.manage_email.assess_unique_email"
    monkeypatch.setattr(path, lambda email, **_: True)  # at that moment, it was free
    accept(client, invitation)
    assert b"No account was made" in sign_up(client, alice.email).content
    assert Invitation.objects.get().uses == 0


def test_tokens_are_not_guessed_at_length(client: Client, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "5/m/ip"}
    answers = [client.get(f"/invitations/guess-{n}/") for n in range(6)]
    assert [answer.status_code for answer in answers] == [404] * 5 + [429]
    assert b"Too many tries" in answers[-1].content


def test_its_uses_stay_when_an_account_goes(
    client: Client, admin: User, invitation: Invitation
) -> None:
    Invitation.objects.update(email="new@example.org")
    accept(client, invitation)
    sign_up(client)
    delete_account(joined())
    kept = Invitation.objects.get()
    assert (kept.uses, kept.email, kept.made_by) == (1, "", admin)


def test_it_stays_when_its_maker_goes(client: Client, alice: User, group: Group) -> None:
    accept(client, invite(alice, group=group))
    sign_up(client)
    delete_account(alice)
    assert joined().invitation.made_by is None
    assert joined().groups.get() == group


@pytest.mark.parametrize("wrong", [{"uses": 2}, {"email": "a@example.org", "max_uses": 2}])
def test_the_database_keeps_it_in_bounds(admin: User, wrong: dict[str, object]) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError):
        invite(admin, **wrong)


def test_it_says_how_it_stands(admin: User) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    kinds = ({}, {"revoked_at": long_ago}, {"uses": 1}, {"expires_at": long_ago}, {"made_by": None})
    states = [invite(**{"made_by": admin, **kind}).state for kind in kinds]
    assert states == ["good", "revoked", "used_up", "expired", "orphaned"]
