"""Conversations that come back from a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Literal
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import from_json

from voicechat.history.export.document import (
    CallDocument,
    ConversationDocument,
    Document,
    TurnDocument,
    UsageDocument,
)
from voicechat.history.unpacking import MEGABYTE, MOST_BYTES, Packed, UnusableError, unpacked
from voicechat.models import Call, Conversation, Persona, Turn, Usage, User
from voicechat.models.conversations import UNDO_DAYS
from voicechat.models.turns import POSITIONS_PER_CALL
from voicechat.plain import one_line

ROWS = 1_000  # that are written at a time


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file: imported, known already, known and deleted, or refused and why."""

    file: str
    state: Literal["imported", "here", "deleted", "refused"]
    conversation: UUID | None = None
    title: str = ""
    ended_at: datetime | None = None
    reason: str = ""


def import_file(owner: User, file: IO[bytes], name: str) -> Iterator[Outcome]:
    """Store what a file holds for a person, each conversation whole or not at all."""
    try:
        for packed in unpacked(file, name):
            yield import_one(owner, packed)
    except UnusableError as error:
        yield Outcome(file=name, state="refused", reason=str(error))


def import_one(owner: User, packed: Packed) -> Outcome:
    """Store one conversation for a person, unless it is known or cannot be."""
    if packed.content is None:
        most = {"most": MOST_BYTES // MEGABYTE}
        reason = _("It is longer than %(most)s MB.") % most
        return Outcome(file=packed.name, state="refused", reason=reason)
    try:
        # Read first, then checked: else each mistake would have a copy of where it was found.
        given = Document.model_validate(from_json(packed.content)).conversation
    except ValueError as error:
        return Outcome(file=packed.name, state="refused", reason=_reason(error))
    known = _known(owner, given, packed.name)
    if known:
        return known
    if given.deleted_at and given.deleted_at < timezone.now() - timedelta(days=UNDO_DAYS):
        reason = _("It was deleted more than %(days)s days ago.") % {"days": UNDO_DAYS}
        return Outcome(file=packed.name, state="refused", reason=reason)
    try:
        conversation = _store(owner, given)
    except IntegrityError:  # the same came in at the same time, or ids that are not to be had
        reason = _("It could not be stored.")
        refused = Outcome(file=packed.name, state="refused", reason=reason)
        return _known(owner, given, packed.name) or refused
    return Outcome(
        file=packed.name,
        state="imported",
        conversation=conversation.pk,
        title=_heading(conversation, given),
        ended_at=conversation.ended_at,
    )


def _heading(conversation: Conversation, given: ConversationDocument) -> str:
    said = [turn.text for turn in given.turns if turn.text and turn.role == Turn.Role.USER]
    replies = (turn.text for turn in given.turns if turn.text and turn.role != Turn.Role.USER)
    conversation.first_said, conversation.second_said = [*said[:2], None, None][:2]
    conversation.first_reply = next(replies, None)
    return conversation.heading


def _reason(error: ValueError) -> str:
    """Say what is wrong first, and where; not with what words."""
    if not isinstance(error, ValidationError):  # it is not JSON
        return _("This is not a conversation that was exported here.")
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = first["loc"]
    if place in ((), ("format",)):
        return _("This is not a conversation that was exported here.")
    if place == ("version",):
        return _("It was exported by a version of this site that is not known here.")
    return f"{' › '.join(map(str, place))}: {first['msg']}"  # noqa: RUF001


def _ids(owner: User, given: ConversationDocument) -> tuple[UUID, UUID]:
    """Give the ids that a conversation may have: its own, and one where that is taken."""
    return given.id, uuid5(given.id, f"imported by {owner.pk}")


def _known(owner: User, given: ConversationDocument, file: str) -> Outcome | None:
    own = Conversation.objects.filter(owner=owner, pk__in=_ids(owner, given))
    found = own.with_first_words().first()
    if found is None:
        return None
    state: Literal["here", "deleted"] = "here" if found.deleted_at is None else "deleted"
    return Outcome(file=file, state=state, conversation=found.pk, title=found.heading)


@transaction.atomic
def _store(owner: User, given: ConversationDocument) -> Conversation:
    # By somebody else: one's own that has come in since it was looked for is not stored again.
    is_taken = Conversation.objects.exclude(owner=owner).filter(pk=given.id).exists()
    calls = [_call(call) for call in given.calls]
    conversation = _conversation(owner, given, calls)
    conversation.pk = _ids(owner, given)[is_taken]
    conversation.save(force_insert=True)
    taken = set(
        Call.objects.filter(pk__in=[call.pk for call in calls]).values_list("pk", flat=True)
    )
    for call in calls:
        call.conversation = conversation
        if call.pk in taken:
            call.pk = uuid5(call.pk, str(conversation.pk))
    Call.objects.bulk_create(calls, ROWS)
    by_number = {call.number: call for call in calls}
    Turn.objects.bulk_create((_turn(each, by_number[each.call]) for each in given.turns), ROWS)
    Usage.objects.bulk_create((_usage(each, by_number[each.call]) for each in given.usage), ROWS)
    return conversation


def _conversation(owner: User, given: ConversationDocument, calls: list[Call]) -> Conversation:
    """Make one that is as whole as its calls are, whatever is said of it."""
    kept = given.settings.model_dump()
    ends = [call.ended_at for call in calls if call.ended_at]
    has_ended = len(ends) == len(calls)
    return Conversation(
        owner=owner,
        title=one_line(given.title),
        # By name, among those that the person sees anyway.
        persona=Persona.objects.for_user(owner).filter(name=kept["persona"]["name"]).first(),
        settings=kept,
        started_at=given.started_at,
        ended_at=(given.ended_at or max(ends)) if has_ended else None,
        duration=sum((call.duration for call in calls), timedelta()) if has_ended else None,
        is_starred=given.is_starred,
        deleted_at=given.deleted_at,
        turn_count=len(given.turns),
    )


def _call(given: CallDocument) -> Call:
    return Call(is_imported=True, **given.model_dump())


def _turn(given: TurnDocument, call: Call) -> Turn:
    values = given.model_dump(exclude={"call", "position", "stored_at"})
    return Turn(
        call=call,
        conversation_id=call.conversation_id,
        position=call.number * POSITIONS_PER_CALL + given.position,
        created_at=given.stored_at,
        **values,
    )


def _usage(given: UsageDocument, call: Call) -> Usage:
    """Make a row of what was used then, which is nothing new."""
    values = given.model_dump(exclude={"call", "stored_at", "used_at"})
    used_at = given.used_at or given.stored_at
    return Usage(call=call, created_at=given.stored_at, used_at=used_at, **values)
