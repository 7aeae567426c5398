"""Who may open each page of History, and do what is done there."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.records import turn
from voicechat.models import Call, Conversation, SiteSettings, Turn

Prepare = Callable[[Call], object]


def nothing(call: Call) -> None:
    """Take it as it is."""


def deleted(call: Call) -> None:
    Conversation.objects.update(deleted_at=timezone.now())


def shared(call: Call) -> None:
    SiteSettings.objects.create(sharing_is_allowed=True)


class Row(NamedTuple):
    """A page or an action; `{pk}` and `{turn}` are those of Alice's conversation.

    `data`: what is posted, None for a page. `status`: what its owner is answered. `prepare`: what
    happens to the conversation before.
    """

    path: str
    data: dict[str, Any] | None = None
    status: int = 200
    prepare: Prepare = nothing


ROWS = [
    Row("/history/{pk}/"),
    Row("/history/{pk}/?at={turn}"),
    Row("/history/{pk}/turns/{turn}/"),
    Row("/history/{pk}/turns/{turn}/", {"text": "Good evening."}, 302),
    Row("/conversations/{pk}/continue/"),
    Row("/history/{pk}/export/"),
    Row("/history/{pk}/export/?format=json"),
    Row("/history/{pk}/title/"),
    Row("/history/{pk}/title/", {"title": "The sea"}, 302),
    Row("/history/{pk}/star/", {"is_starred": "on"}, 302),
    Row("/history/{pk}/delete/", {}, 302),
    Row("/history/{pk}/restore/", {}, 302, deleted),
    Row("/history/{pk}/discard/", {}, 302, deleted),
    Row("/history/{pk}/share/", {"days": 1}, 302, shared),
    Row("/history/{pk}/share/revoke/", {"token": "none"}, 302),
]


@pytest.fixture(params=ROWS, ids=lambda row: f"{'get' if row.data is None else 'post'} {row.path}")
def row(request: pytest.FixtureRequest) -> Row:
    return request.param


@pytest.fixture
def ask(row: Row, call: Call) -> Callable[..., Any]:
    call.store(turns=[turn(), turn("item_2", role="assistant", text="Hello.")], end_reason="ended")
    row.prepare(call)
    path = row.path.format(pk=call.conversation_id, turn=Turn.objects.first().pk)

    def ask(client: Client, **more: Any) -> Any:
        return client.get(path, **more) if row.data is None else client.post(path, row.data, **more)

    return ask


def kept() -> list[tuple[object, ...]]:
    """What a stranger might have changed."""
    fields = ("title", "is_starred", "deleted_at", "turns__text", "shares")
    return list(Conversation.objects.values_list(*fields).order_by("turns"))


def test_its_owner_may(ask: Callable[..., Any], row: Row, as_alice: Client) -> None:
    assert ask(as_alice).status_code == row.status


def test_nobody_else_learns_that_it_exists(
    ask: Callable[..., Any], as_charlie: Client, as_admin: Client
) -> None:
    before = kept()
    assert [ask(each).status_code for each in (as_charlie, as_admin)] == [404, 404]
    assert kept() == before


def test_a_visitor_is_asked_to_sign_in(ask: Callable[..., Any], client: Client) -> None:
    before = kept()
    answer = ask(client)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/")
    assert kept() == before


def test_another_site_changes_nothing(ask: Callable[..., Any], row: Row, as_alice: Client) -> None:
    before = kept()
    as_alice.handler.enforce_csrf_checks = True
    assert ask(as_alice).status_code == (200 if row.data is None else 403)
    assert kept() == before


ACTIONS = [row for row in ROWS if row.path.endswith(("/title/", "/star/"))]


@pytest.mark.parametrize("row", ACTIONS, indirect=True)
def test_a_script_of_a_visitor_is_told_to_sign_in(ask: Callable[..., Any], client: Client) -> None:
    answer = ask(client, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json() == {"error": {"message": "Sign in again."}}
