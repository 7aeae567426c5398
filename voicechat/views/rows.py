"""Conversations as the rows of a list: put in words here, as a template takes longer for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicechat.history.search.hits import Hit, hits
from voicechat.history.snippets import Piece, highlighted, snippet
from voicechat.history.titles import beyond
from voicechat.history.words import clock, spoken_duration
from voicechat.models import Conversation
from voicechat.templatetags.voicechat import speaker


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A line in which something was found; `link` leads to it."""

    role: str
    speaker: str
    time: str
    link: str
    pieces: list[Piece]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A conversation, its first words beyond its title, what was found, and the facts in a line."""

    conversation: Conversation
    link: str
    heading: list[Piece]
    first: str
    found: list[Found]
    facts: str


def rows_of(conversations: list[Conversation], terms: list[str]) -> Iterator[Row]:
    """Give the rows of conversations, with where the folded terms of a search stand in them."""
    of_each = hits(conversations, terms) if terms else {}
    for each in conversations:
        link = reverse("conversation", args=[each.pk])
        yield Row(
            conversation=each,
            link=link,
            heading=highlighted(each.heading, terms),
            first=beyond(each.heading, each.first_words),
            found=[_found(each, hit, link, terms) for hit in of_each.get(each.pk, [])],
            facts=" · ".join(_facts(each)),
        )


def _found(conversation: Conversation, hit: Hit, link: str, terms: list[str]) -> Found:
    return Found(
        role=hit.role,
        speaker=speaker(hit, conversation),
        time="" if hit.start_ms is None else clock(hit.start_ms),
        link=f"{link}?at={hit.turn}#turn-{hit.turn}",
        pieces=snippet(hit.text, terms),
    )


def _facts(conversation: Conversation) -> Iterable[str]:
    yield conversation.persona_name
    for fact in _short_facts(conversation):
        yield fact.replace(" ", "\xa0")  # a narrow page breaks between facts, not within one
    if marks := conversation.marks:
        yield capfirst(" · ".join(marks))


def _short_facts(conversation: Conversation) -> Iterable[str]:
    yield date_format(timezone.localtime(conversation.started_at), "TIME_FORMAT")
    duration = conversation.duration
    yield _("goes on") if duration is None else spoken_duration(duration)
    if (calls := conversation.call_count) > 1:
        yield ngettext("%(calls)s call", "%(calls)s calls", calls) % {"calls": calls}
    lines = conversation.turn_count
    yield ngettext("%(lines)s line", "%(lines)s lines", lines) % {"lines": lines}
