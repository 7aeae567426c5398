"""Going on with a past conversation: one more call, and what it is told of what was said."""

from functools import partial
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status

from voicechat.admission import SAME_SITTING, Wanted
from voicechat.api import schemas, starting
from voicechat.api.problems import EndedByAdminError
from voicechat.api.throttle import STARTING
from voicechat.models import Call, Conversation, User

router = Router(tags=["conversations"])


@router.post("/{uuid:conversation_id}/calls", response=starting.STARTED, throttle=STARTING)
def continue_conversation(
    request: HttpRequest, conversation_id: UUID, body: schemas.FurtherCall
) -> Status[schemas.StartedCall]:
    """Mint an ephemeral key for one more call of a conversation; store the call."""
    wanted = _wanted(request, conversation_id, body)
    starting.end_what_is_over(wanted.user, body.over)
    return starting.start(wanted)


@router.post(
    "/{uuid:conversation_id}/calls/reserved", response=starting.RESERVED, throttle=STARTING
)
def reserve_further_call(
    request: HttpRequest, conversation_id: UUID, body: schemas.FurtherCall
) -> Status[schemas.StartedCall] | Status[None]:
    """Do the same ahead of a start that may not come; 204 when there is no room for one."""
    return starting.reserve(_wanted(request, conversation_id, body))


@router.get(
    "/{uuid:conversation_id}/replay", response={200: schemas.ReplayedTurns, **starting.REFUSALS}
)
def replay(request: HttpRequest, conversation_id: UUID) -> schemas.ReplayedTurns:
    """Give the newest turns of a conversation as items to create in a further call."""
    found = _own(request, conversation_id).replay()
    return schemas.ReplayedTurns.model_validate(found, from_attributes=True)


def _wanted(request: HttpRequest, pk: UUID, body: schemas.FurtherCall) -> Wanted:
    conversation = _own(request, pk)
    persona = conversation.present_persona()
    session = persona.settings_for(body.settings.wishes()).without_opening()
    return Wanted(
        user=conversation.owner,
        persona=persona,
        session=session,
        store=partial(conversation.open_call, session),
        before=_gone_on_from(conversation, body.after),
    )


def _gone_on_from(conversation: Conversation, pk: UUID | None) -> Call | None:
    """Give the call that a further one goes on from at one go, unless that was too long ago.

    Raises EndedByAdminError.
    """
    if pk is None:
        return None
    before = conversation.calls.select_related("first").filter(pk=pk).first()
    if before is None or before.ended_at is None:
        return before
    if before.end_reason == Call.EndReason.ADMIN:
        raise EndedByAdminError
    return before if timezone.now() < before.ended_at + SAME_SITTING else None


def _own(request: HttpRequest, pk: UUID) -> Conversation:
    own = Conversation.objects.of(cast(User, request.user)).select_related("owner")
    return get_object_or_404(own, pk=pk)
