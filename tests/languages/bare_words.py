"""Finds words of a page that did not come from the catalogue.

For that each message is put into brackets, wherever the site asks for it.
"""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

SHOWN = ("alt", "aria-label", "aria-description", "placeholder", "title", "content", "label")
UNREAD = {"script", "style", "code", "kbd", "pre", "textarea"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
# Ids, and hashes of which the admin shows the beginning.
IDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\w+\*{6,}")


def bracket_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every message come as `⟦message⟧`."""
    instead: dict[str, Any] = {
        "gettext": lambda one: f"⟦{one}⟧",
        "pgettext": lambda context, one: f"⟦{one}⟧",
        "ngettext": lambda one, many, number: f"⟦{one if number == 1 else many}⟧",
        "npgettext": lambda context, one, many, number: f"⟦{one if number == 1 else many}⟧",
    }
    for name, function in instead.items():
        monkeypatch.setattr(translation._trans, name, function)


def rows_words() -> set[str]:
    """Give all texts that the database holds: what people and the provider named."""
    found = set()
    for model in apps.get_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            found.update(str(value) for value in row if value)
    return found


class Page(HTMLParser):
    """Collects the words of a page that stand outside of all brackets."""

    def __init__(self, html: str, known: set[str]) -> None:
        super().__init__()
        longest_first = map(re.escape, sorted(known, key=len, reverse=True))
        self.known = re.compile(rf"(?<!\w)({'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
        self.depth = 0
        self.unread = 0
        self.bare: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Look at what the element says of itself."""
        given = {name: value or "" for name, value in attributes}
        self.unread += tag in UNREAD
        if tag == "meta" and given.get("name") != "description":
            return
        if given.get("type") in ("submit", "button") and "value" in given and tag == "input":
            self._look(given["value"], 0)
        for name in SHOWN:
            self._look(given.get(name, ""), 0)

    def handle_endtag(self, tag: str) -> None:
        """Read on after what is not read."""
        self.unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        """Look at a text."""
        if not self.unread:
            self.depth = self._look(data, self.depth)

    def _look(self, text: str, depth: int) -> int:
        outside = []
        for part in re.split(r"([⟦⟧])", text):
            depth += {"⟦": 1, "⟧": -1}.get(part, 0)
            if not depth:
                outside.append(part)
        left = IDS.sub("", self.known.sub("", "".join(outside).strip("⟦⟧ \n")))
        if LETTERS.search(left):
            self.bare.add(" ".join(left.split()))
        return depth
