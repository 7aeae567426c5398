"""Pages of a conversation's turns, found by a turn and not by a number.

However long the conversation is, a page costs the same.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from voicechat.models.turns import Turn

PER_PAGE = 100
AROUND = PER_PAGE // 2


@dataclass(frozen=True)
class TurnPage:
    """Some turns in order, the one right before and the one right after them if there is one."""

    turns: list[Turn]
    before: Turn | None = None
    after: Turn | None = None

    @property
    def last(self) -> Turn:
        """The last of the turns. Raises IndexError where there are none."""
        return self.turns[-1]


def first_page(turns: "QuerySet[Turn]") -> TurnPage:
    """Give the page with which a conversation begins. `turns` are all of it, in order."""
    return _page([], list(turns[: PER_PAGE + 1]), 0, PER_PAGE)


def page_around(turns: "QuerySet[Turn]", turn: Turn) -> TurnPage:
    """Give a page with a turn in its middle."""
    later = _after(turns, turn, AROUND)
    return _page(_before(turns, turn, AROUND + 1), [turn, *later], AROUND, AROUND)


def page_after(turns: "QuerySet[Turn]", turn: Turn) -> TurnPage:
    """Give the page that follows a turn."""
    return _page([turn], _after(turns, turn, PER_PAGE + 1), 0, PER_PAGE)


def page_before(turns: "QuerySet[Turn]", turn: Turn) -> TurnPage:
    """Give the page that leads up to a turn."""
    return _page(_before(turns, turn, PER_PAGE + 1), [turn], PER_PAGE, 0)


def _page(back: list[Turn], ahead: list[Turn], most_back: int, most_ahead: int) -> TurnPage:
    """Put together what lies on both sides of a place, of which one more may be at hand."""
    start = max(0, len(back) - most_back)
    return TurnPage(
        turns=back[start:] + ahead[:most_ahead],
        before=back[start - 1] if start else None,
        after=ahead[most_ahead] if len(ahead) > most_ahead else None,
    )


def _after(turns: "QuerySet[Turn]", turn: Turn, most: int) -> list[Turn]:
    from_there = turns.filter(position__gte=turn.position)
    return list(from_there.exclude(position=turn.position, pk__lte=turn.pk)[:most])


def _before(turns: "QuerySet[Turn]", turn: Turn, most: int) -> list[Turn]:
    until_there = turns.filter(position__lte=turn.position)
    nearest = until_there.exclude(position=turn.position, pk__gte=turn.pk).reverse()[:most]
    return list(nearest)[::-1]
