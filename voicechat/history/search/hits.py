"""Where in conversations the terms of a query stand."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, F, IntegerField, Value, When, Window
from django.db.models.functions import RowNumber

from voicechat.history.search.conversations import contains
from voicechat.models import Conversation, SearchLine

MOST_HITS = 3  # of a conversation


class Hit(NamedTuple):
    """A turn in which something was found."""

    conversation: UUID
    turn: int
    role: str
    start_ms: int | None
    text: str


def hits(conversations: Iterable[Conversation], terms: list[str]) -> dict[UUID, list[Hit]]:
    """Give of each conversation the turns in which most of the terms stand, in order.

    One query for all of them.
    """
    found = SearchLine.objects.filter(conversation__in=[each.pk for each in conversations])
    count = sum((_is_in_text(term) for term in terms), Value(0))
    best = Window(RowNumber(), partition_by="conversation", order_by=[F("count").desc(), "turn"])
    found = found.annotate(count=count).filter(count__gt=0).annotate(best=best)
    found = found.filter(best__lte=MOST_HITS).order_by("turn__position", "turn")
    of_each = defaultdict(list)
    fields = ("conversation", "turn", "turn__role", "turn__start_ms", "turn__text")
    for line in found.values_list(*fields):
        of_each[line[0]].append(Hit(*line))
    return of_each


def _is_in_text(term: str) -> Case:
    is_there = When(contains("text", term), then=1)
    return Case(is_there, default=0, output_field=IntegerField())
