"""No page has a word that is not in the catalogue."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.access.addresses import patterns
from tests.access.asking import ask
from tests.access.world import World
from tests.conftest import signed_in
from tests.languages.bare_words import Page, bracket_messages, rows_words
from voicechat.models import User

# What is called the same in every language.
NAMES = {name for _, name in settings.LANGUAGES} | {"md5"}
# What Django's admin calls its pictures, for those who do not see them.
OF_DJANGO = {"True", "False", "None", "Search"}


@pytest.fixture
def visits(alice: User, admin: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Every page that somebody may see, and what it answers to an empty form."""
    world = World(alice)
    clients = {"a visitor": Client(), "Alice": signed_in(alice), "the admin": signed_in(admin)}
    addresses = [world.address(pattern) for _, pattern in patterns() if pattern[:4] != "api/"]
    bracket_messages(monkeypatch)

    def visit() -> Iterator[tuple[str, str]]:
        for person, client in clients.items():
            for address in addresses:
                for method in ("GET", "POST"):
                    answer = ask(client, method, address)
                    if answer.get("Content-Type", "").startswith("text/html"):
                        yield f"{method} {address} by {person}", answer.content.decode()

    return visit


def test_every_word_is_in_the_catalogue(visits: Callable[[], Iterator[tuple[str, str]]]) -> None:
    bare: dict[str, str] = {}
    for where, html in visits():
        for words in Page(html, rows_words() | NAMES | OF_DJANGO).bare:
            bare.setdefault(words, where)
    assert not bare, "\n".join(f"{words!r}: {where}" for words, where in bare.items())
