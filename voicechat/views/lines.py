"""What was said, as the lines of a page: put in words here, as a template takes longer for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from voicechat.history.words import clock
from voicechat.models import Conversation, Turn
from voicechat.templatetags.voicechat import speaker


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A turn, its speaker, its time within the call and by the clock, and where its links lead.

    What is not known, or not to be had, is "".
    """

    turn: Turn
    speaker: str
    time: str
    said_at: str
    said_at_iso: str
    link: str
    link_label: str
    correct: str
    correct_label: str


def lines_of(conversation: Conversation, turns: Iterable[Turn]) -> Iterator[Line]:
    """Give the lines of some turns whose calls are at hand."""
    page = reverse("conversation", args=[conversation.pk])
    link_label = _("Link to this line, %(time)s")
    correct_label = _("Correct what %(speaker)s said at %(time)s")
    for turn in turns:
        values = {"speaker": speaker(turn, conversation), "time": clock(turn.start_ms or 0)}
        said_at, said_at_iso = _by_the_clock(turn)
        yield Line(
            turn=turn,
            **values,
            said_at=said_at,
            said_at_iso=said_at_iso,
            link=f"{page}?at={turn.pk}#turn-{turn.pk}",
            link_label=link_label % values,
            correct=reverse("correction", args=[conversation.pk, turn.pk]) if turn.is_said else "",
            correct_label=correct_label % values,
        )


def _by_the_clock(turn: Turn) -> tuple[str, str]:
    """Write when a turn was said, for people and for machines."""
    said_at = turn.said_at
    if said_at is None:
        return "", ""
    local = timezone.localtime(said_at)
    day = date_format(local, "SHORT_DATE_FORMAT")
    return f"{day}, {local:%H:%M:%S}", said_at.astimezone(UTC).isoformat(timespec="seconds")
