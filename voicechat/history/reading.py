"""Stored conversations as the plain data that exports are written from.

However long a conversation is, only so many of its rows are in memory, and no query stays open
while a slow network takes them. What is stored was checked when it came in, so it is not again.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from voicechat.history.export.document import (
    CallDocument,
    HeadDocument,
    PersonaDocument,
    SettingsDocument,
    TurnDocument,
    UsageDocument,
)
from voicechat.history.export.transcript import Line, Transcript
from voicechat.history.words import day_and_time, spoken_duration
from voicechat.models import Call, Conversation, Turn, Usage
from voicechat.models.turns import POSITIONS_PER_CALL
from voicechat.templatetags.voicechat import speaker

CHUNK = 500  # rows that are read at a time

Row = TypeVar("Row", bound=Model)


def transcript(conversation: Conversation) -> Transcript:
    """Give what people read. Needs `with_first_words` and `with_calls`."""
    duration = conversation.duration
    return Transcript(
        title=conversation.heading,
        facts=[
            (_("Persona"), conversation.persona_name),
            (_("Started"), day_and_time(conversation.started_at)),
            (_("Duration"), _("not ended") if duration is None else spoken_duration(duration)),
        ],
        lines=_lines(conversation),
    )


def head(conversation: Conversation) -> HeadDocument:
    """Give what JSON says beside the calls and what belongs to them."""
    kept = _known(SettingsDocument, conversation.settings)
    persona = _known(PersonaDocument, conversation.settings.get("persona", {}))
    kept["persona"] = PersonaDocument.model_construct(**persona)
    return HeadDocument.model_construct(
        settings=SettingsDocument.model_construct(**kept),
        **_fields(HeadDocument, conversation, "settings"),
    )


def calls(conversation: Conversation) -> Iterator[CallDocument]:
    """Give its calls, without those that nobody started. Needs `with_calls`."""
    for call in conversation.calls.all():
        yield CallDocument.model_construct(**_fields(CallDocument, call))


def turns(conversation: Conversation) -> Iterator[TurnDocument]:
    """Give all its turns in their order. Needs `with_calls`."""
    numbers = _numbers(conversation)
    for turn in _rows(conversation.turns.all(), "position"):
        if turn.call_id in numbers:  # else its call was begun since the calls were read
            yield TurnDocument.model_construct(
                call=numbers[turn.call_id],
                position=turn.position % POSITIONS_PER_CALL,
                stored_at=turn.created_at,
                **_fields(TurnDocument, turn, "call", "position", "stored_at"),
            )


def usage(conversation: Conversation) -> Iterator[UsageDocument]:
    """Give what it used, in the order in which that was reported. Needs `with_calls`."""
    numbers = _numbers(conversation)
    for row in _rows(Usage.objects.filter(call__in=list(numbers))):
        yield UsageDocument.model_construct(
            call=numbers[row.call_id],
            stored_at=row.created_at,
            **_fields(UsageDocument, row, "call", "stored_at"),
        )


def _numbers(conversation: Conversation) -> dict[Any, int]:
    return {call.pk: call.number for call in conversation.calls.all()}


def _lines(conversation: Conversation) -> Iterator[Line]:
    calls = {call.pk: call for call in conversation.calls.all()}
    began = _began(conversation)
    before: Call | None = None
    is_first = True
    for turn in _rows(conversation.turns.all(), "position"):
        call = calls.get(turn.call_id)
        is_further = call is not before and not is_first
        yield Line(
            speaker=speaker(turn, conversation),
            text=turn.text,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            call_ms=began.get(turn.call_id, 0),
            mark="" if turn.state == Turn.State.FINAL else turn.get_state_display(),
            heard=turn.text_as_heard,
            before=call.since(before) if is_further and call and before else "",
        )
        before, is_first = call, False


def _began(conversation: Conversation) -> dict[Any, int]:
    """Say when each call began, in milliseconds, had they followed each other at once."""
    began, length = {}, 0
    for call in conversation.calls.all():
        began[call.pk] = length
        length += int(call.duration.total_seconds() * 1000)
    return began


def _rows(rows: "QuerySet[Row]", order: str = "id") -> Iterator[Row]:
    """Give rows in the order of a column, then of their ids, a chunk at a time."""
    rows = rows.order_by(*dict.fromkeys((order, "id")))
    later = Q()
    while chunk := list(rows.filter(later)[:CHUNK]):
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last, value = chunk[-1], getattr(chunk[-1], order)
        further = Q(**{f"{order}__gt": value}) | Q(**{order: value, "id__gt": last.pk})
        later = Q(**{f"{order}__gte": value}) & further  # the first half finds the place


def _known(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """Give, of all that a part of a document has, what is kept, else what stands for nothing."""
    fields = kind.model_fields.items()
    return {name: values.get(name, field.get_default()) for name, field in fields}


def _fields(kind: type[Any], row: Model, *others: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in kind.model_fields if name not in others}
