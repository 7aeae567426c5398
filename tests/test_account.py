"""A person's own settings."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.records import turn
from voicechat.models import Call, Conversation, Persona, Share, SiteSettings, User

PATH = "/account/"


def test_a_person_keeps_what_they_choose(as_alice: Client, alice: User, juniper: Persona) -> None:
    chosen = {
        "name": "Alice B.",
        "default_persona": juniper.pk,
        "microphone_mode": "push_to_talk",
        "theme": "dark",
        "keep_days": 30,
    }
    assert as_alice.post(PATH, chosen)["Location"] == PATH
    kept = User.objects.filter(pk=alice.pk).values(*chosen).get()
    assert kept == chosen
    page = as_alice.get(PATH).content.decode()
    for choice in ("push_to_talk", "dark", "30"):
        assert f'value="{choice}"' in page


def test_what_is_not_offered_is_not_kept(as_alice: Client, alice: User) -> None:
    wrong = {"microphone_mode": "shout", "theme": "pink", "keep_days": 2}
    answer = as_alice.post(PATH, wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert User.objects.get(pk=alice.pk).theme == ""


def test_the_page_speaks_the_language_that_was_chosen(as_alice: Client) -> None:
    answer = as_alice.post(PATH, {"language": "ja"}, follow=True)
    assert answer["Content-Language"] == "ja"
    assert "保存しました" in answer.content.decode()


def test_nobody_can_choose_somebody_elses_persona(
    as_alice: Client, alice: User, charlie: User
) -> None:
    own = Persona.objects.create(owner=charlie, name="Private", instructions="x")
    page = as_alice.post(PATH, {"default_persona": own.pk})
    assert page.context["form"].errors["default_persona"]


def test_nobody_can_make_themselves_an_admin(as_alice: Client, alice: User) -> None:
    more = {"is_staff": "on", "is_superuser": "on", "groups": "1"}
    as_alice.post(PATH, {"name": "A", **more})
    alice.refresh_from_db()
    assert not alice.is_staff
    assert not alice.is_superuser


def test_everybody_changes_only_themselves(
    as_charlie: Client, as_admin: Client, alice: User
) -> None:
    for client in (as_charlie, as_admin):
        client.post(PATH, {"pk": alice.pk, "name": "Mallory", "theme": "dark"})
    alice.refresh_from_db()
    assert (alice.name, alice.theme) == ("Alice", "")


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PATH).status_code == 302
    assert client.post(PATH, {"theme": "dark"}).status_code == 302


# --- How the site looks ------------------------------------------------------------------------

PAGES = ["/", "/history/", "/account/", "/accounts/email/", "/nowhere/", "/shared/none/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_comes_in_the_persons_theme(as_alice: Client, alice: User, path: str) -> None:
    page = as_alice.get(path).content.decode()
    assert "data-theme" not in page
    assert '<meta name="color-scheme" content="light dark">' in page
    User.objects.filter(pk=alice.pk).update(theme="dark")
    page = as_alice.get(path).content.decode()
    assert 'dir="ltr" data-theme="dark">' in page
    assert '<meta name="color-scheme" content="dark">' in page


def test_what_a_person_shares_comes_as_its_readers_devices_have_it(
    call: Call, client: Client
) -> None:
    SiteSettings.objects.create(sharing_is_allowed=True)
    User.objects.update(theme="dark")
    share = Share.make(call.conversation, timedelta(days=1))
    assert b"data-theme" not in client.get(f"/shared/{share.token}/").content


# --- How long conversations are kept -----------------------------------------------------------


@pytest.fixture
def ended(call: Call) -> Conversation:
    """A conversation of Alice's that ended eight days ago."""
    call.store(turns=[turn()], end_reason="ended")
    Conversation.objects.update(ended_at=timezone.now() - timedelta(days=8))
    return Conversation.objects.get()


def keep(client: Client, days: int | str, **more: object) -> object:
    return client.post(PATH, {"keep_days": days, **more})


def test_one_is_asked_before_something_would_soon_be_deleted(
    as_alice: Client, alice: User, ended: Conversation
) -> None:
    asked = keep(as_alice, 7, name="A. B.", theme="dark")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "1 conversation ended longer ago than that." in page
    assert 'name="confirmed" value="7"' in page
    assert 'value="A. B."' in page
    assert "data-theme" not in page  # nothing of it holds yet
    alice.refresh_from_db()
    assert alice.keep_days is None
    assert keep(as_alice, 7, confirmed=7).status_code == 302
    alice.refresh_from_db()
    assert alice.keep_days == 7


def test_a_yes_to_another_time_is_none(as_alice: Client, alice: User, ended: Conversation) -> None:
    assert keep(as_alice, 1, confirmed=7).status_code == 422
    alice.refresh_from_db()
    assert alice.keep_days is None


@pytest.mark.parametrize("days", [30, 365, ""])
def test_one_is_not_asked_where_nothing_would_go(
    as_alice: Client, ended: Conversation, days: int | str
) -> None:
    assert keep(as_alice, days).status_code == 302


def test_neither_is_one_asked_of_what_others_have(
    as_charlie: Client, as_admin: Client, ended: Conversation
) -> None:
    assert keep(as_charlie, 1).status_code == 302
    assert keep(as_admin, 1).status_code == 302


def test_nor_of_what_would_go_anyway(as_alice: Client, alice: User, ended: Conversation) -> None:
    User.objects.filter(pk=alice.pk).update(keep_days=7)
    assert keep(as_alice, 30).status_code == 302
    SiteSettings.objects.create(keep_days=7)
    assert keep(as_alice, "").status_code == 302


def offered(client: Client) -> list[str]:
    choices = client.get(PATH).context["form"].fields["keep_days"].choices
    return [label for _, label in choices]


def test_nothing_is_offered_that_is_longer_than_the_sites(as_alice: Client, alice: User) -> None:
    assert offered(as_alice)[0] == "As the site: only by yourself"
    assert len(offered(as_alice)) == 6
    SiteSettings.objects.create(keep_days=30)
    assert offered(as_alice) == [
        "As the site: 30 days after they end",
        "1 day after they end",
        "7 days after they end",
    ]
    assert keep(as_alice, 90).status_code == 422


def test_what_was_chosen_before_the_site_kept_less_stays_chosen(
    as_alice: Client, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(keep_days=90)
    SiteSettings.objects.create(keep_days=7)
    assert offered(as_alice)[-1] == "90 days after they end"
    assert b"deleted for good 7 days after they end." in as_alice.get("/history/").content
