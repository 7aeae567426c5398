"""Links with which anybody may read a conversation."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.archives import fill
from tests.support.records import turn
from voicechat.models import Call, Conversation, Share, SiteSettings, Turn, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sharing_is_allowed(db: None) -> None:
    SiteSettings.objects.create(sharing_is_allowed=True)


@pytest.fixture
def share(call: Call) -> Share:
    return Share.make(fill(call), timedelta(days=1))


def path(call: Call) -> str:
    return f"/history/{call.conversation_id}/share/"


def read(share: Share, page: str = "") -> str:
    """What a visitor without an account reads."""
    answer = Client().get(f"/shared/{share.token}/{page}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("days", [1, 7, 30])
def test_the_owner_makes_a_link_that_lasts_so_long(as_alice: Client, call: Call, days: int) -> None:
    answer = as_alice.post(path(call), {"days": days})
    assert answer["Location"] == f"/history/{call.conversation_id}/#share"
    made = Share.objects.get()
    assert made.expires_at - timezone.now() == pytest.approx(
        timedelta(days=days), abs=timedelta(minutes=1)
    )
    assert f"/shared/{made.token}/" in as_alice.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("days", ["", "0", "365", "x"])
def test_no_link_lasts_otherwise(as_alice: Client, call: Call, days: str) -> None:
    as_alice.post(path(call), {"days": days})
    assert not Share.objects.exists()


def test_the_owner_revokes_it(as_alice: Client, share: Share) -> None:
    as_alice.post(f"{path_of(share)}revoke/", {"token": share.token})
    assert Client().get(f"/shared/{share.token}/").status_code == 404


def path_of(share: Share) -> str:
    return f"/history/{share.conversation_id}/share/"


def test_nobody_revokes_anothers(as_charlie: Client, charlie: User, share: Share) -> None:
    answer = as_charlie.post(f"{path_of(share)}revoke/", {"token": share.token})
    assert answer.status_code == 404
    own = Conversation.objects.create(owner=charlie, settings={})
    as_charlie.post(f"/history/{own.pk}/share/revoke/", {"token": share.token})
    assert Share.objects.exists()


def test_whoever_has_it_reads_the_words_and_nothing_else(share: Share) -> None:
    page = read(share)
    conversation = share.conversation
    assert "What colour is the sea?" in page
    assert "The sea: “blue”? &lt;b&gt;&amp;amp;" in page
    assert "A conversation with Juniper" in page
    secrets = (
        "alice",
        "Alice",
        str(conversation.pk),
        "What colour is the see?",
        "First heard",
        "item_",
        "rtc_1",
        conversation.settings["voice"] + "<",
        conversation.settings["model"],
        "turn-",
        "/history/",
    )
    assert not [secret for secret in secrets if secret in page]
    assert "<script>" not in page


def test_it_is_the_same_whoever_reads_it(
    as_alice: Client, as_charlie: Client, as_admin: Client, share: Share
) -> None:
    shown = read(share).partition("<main")[2]
    assert "What colour is the sea?" in shown
    for reader in (as_alice, as_charlie, as_admin):
        page = reader.get(f"/shared/{share.token}/").content.decode()
        assert page.partition("<main")[2] == shown


def test_nobody_finds_or_keeps_it_on_the_way(share: Share) -> None:
    answer = Client().get(f"/shared/{share.token}/")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store"
    assert b'<meta name="robots" content="noindex, nofollow">' in answer.content
    assert not answer.cookies


def test_what_is_said_later_is_not_shared(call: Call) -> None:
    share = Share.make(call.conversation, timedelta(days=1))
    call.store(turns=[turn(text="A later word.")])
    page = read(share)
    assert "A later word" not in page
    assert "Nothing was said" in page


@pytest.mark.parametrize("before", [{"state": "pending"}, {"state": "failed"}, {"text": ""}])
def test_what_is_written_down_later_is_not_shared(call: Call, before: dict[str, str]) -> None:
    call.store(turns=[turn("a"), turn("b", position=1, **{"text": "A half", **before})])
    share = Share.make(call.conversation, timedelta(days=1))
    call.store(turns=[turn("b", position=1, text="A later word.")])
    assert Turn.objects.get(item_id="b").text == "A later word."
    assert "later word" not in read(share)
    assert "later word" in read(Share.make(call.conversation, timedelta(days=1)))


def test_a_long_one_has_pages(call: Call) -> None:
    call.store(turns=[turn(f"i{n}", position=n, text=f"Number {n}.") for n in range(120)])
    share = Share.make(call.conversation, timedelta(days=1))
    assert "Number 99." in read(share)
    assert "Number 100." not in read(share)
    assert "Number 100." in read(share, "?page=2")
    assert "Number 119." in read(share, "?page=x9") or "Number 0." in read(share, "?page=x9")


def expired(share: Share) -> None:
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


NO_GOOD: dict[str, Callable[[Share], object]] = {
    "expired": expired,
    "revoked": lambda share: share.delete(),
    "not allowed any more": lambda share: SiteSettings.objects.update(sharing_is_allowed=False),
    "its conversation deleted": lambda share: share.conversation.put_away(),
    "its conversation gone": lambda share: share.conversation.delete(),
    "its owner kept out": lambda share: User.objects.update(is_active=False),
}


@pytest.mark.parametrize("spoil", NO_GOOD.values(), ids=NO_GOOD)
def test_one_that_is_no_good_is_as_one_that_never_was(
    share: Share, spoil: Callable[[Share], object]
) -> None:
    token = share.token
    spoil(share)
    answer = Client().get(f"/shared/{token}/")
    never = Client().get("/shared/never-was/")
    nul = Client().get("/shared/%00/")
    assert [each.status_code for each in (answer, never, nul)] == [404] * 3
    assert answer.content == never.content == nul.content
    told, of_never = ({**each.headers, "X-Request-ID": ""} for each in (answer, never))
    assert told == of_never
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_where_it_is_not_allowed_nobody_is_offered_it(as_alice: Client, call: Call) -> None:
    SiteSettings.objects.all().delete()
    page = as_alice.get(f"/history/{call.conversation_id}/").content.decode()
    assert 'id="share"' not in page
    assert as_alice.post(path(call), {"days": 1}).status_code == 404
    assert not Share.objects.exists()


def test_a_token_cannot_be_guessed(call: Call) -> None:
    made = {Share.make(call.conversation, timedelta(days=1)).token for _ in range(20)}
    assert len(made) == 20
    assert all(re.fullmatch(r"[\w-]{32}", token) for token in made)


def test_a_correction_is_read_and_not_what_it_replaced(share: Share) -> None:
    line = Turn.objects.get(item_id="item_x")
    share.conversation.correct(line, "It was")
    assert "It was" in read(share)
    assert "It is" not in read(share)
