"""Conversations as the rows of a list: put in words here, as a template takes longer for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voicechat.history.search.hits import Hit, hits
from voicechat.history.snippets import Piece, highlighted
from voicechat.history.words import spoken_duration
from voicechat.models import Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A conversation, what was found in it, and the facts of it in a line of words."""

    conversation: Conversation
    heading: list[Piece]
    hits: list[Hit]
    facts: str


def rows_of(conversations: list[Conversation], terms: list[str]) -> Iterator[Row]:
    """Give the rows of conversations, with where the folded terms of a search stand in them."""
    found = hits(conversations, terms) if terms else {}
    for each in conversations:
        yield Row(
            conversation=each,
            heading=highlighted(each.heading, terms),
            hits=found.get(each.pk, []),
            facts=" · ".join(_facts(each)),
        )


def _facts(conversation: Conversation) -> Iterable[str]:
    yield conversation.persona_name
    yield date_format(timezone.localtime(conversation.started_at), "TIME_FORMAT")
    duration = conversation.duration
    yield _("goes on") if duration is None else spoken_duration(duration)
    if (calls := conversation.call_count) > 1:
        yield ngettext("%(calls)s call", "%(calls)s calls", calls) % {"calls": calls}
    lines = conversation.turn_count
    yield ngettext("%(lines)s line", "%(lines)s lines", lines) % {"lines": lines}
    if marks := conversation.marks:
        yield capfirst(" · ".join(marks))
