"""A list that goes on: pages that begin after the last conversation of the one before.

However deep, each costs the same, and none repeats or leaves out what was there all the time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from voicechat.models import Conversation
from voicechat.models.conversations import ConversationQuerySet

PER_PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Conversations, newest first; `after` is the cursor of the next page, "" on the last."""

    conversations: list[Conversation]
    after: str


def page(own: ConversationQuerySet, cursor: str) -> Page:
    """Give the page that follows a cursor; without one, or a wrong one, the first."""
    if last := _read(cursor):
        started_at, pk = last
        own = own.filter(started_at__lte=started_at).exclude(started_at=started_at, pk__gte=pk)
    found = list(own[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return Page(shown, cursor_after(shown[-1]) if len(found) > PER_PAGE else "")


def cursor_after(last: Conversation) -> str:
    """Give the cursor of the page that follows a conversation."""
    microseconds = (last.started_at - _EPOCH) // timedelta(microseconds=1)
    return f"{microseconds}-{last.pk.hex}"


def _read(cursor: str) -> tuple[datetime, UUID] | None:
    microseconds, _, pk = cursor.rpartition("-")
    try:
        return _EPOCH + timedelta(microseconds=int(microseconds)), UUID(pk)
    except (ValueError, OverflowError):
        return None
