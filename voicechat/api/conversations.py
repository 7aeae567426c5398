"""Going on with a past conversation: one more call, and what it is told of what was said."""

from functools import partial
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from voicechat.api import schemas, starting
from voicechat.models import Conversation, Persona, User
from voicechat.realtime.session import SessionSettings

router = Router(tags=["conversations"])


@router.post("/{uuid:conversation_id}/calls", response=starting.STARTED)
def continue_conversation(
    request: HttpRequest, conversation_id: UUID, body: schemas.FurtherCall
) -> Status[schemas.StartedCall]:
    """Mint an ephemeral key for one more call of a conversation; store the call."""
    conversation, persona, session = _set_up(request, conversation_id, body)
    store = partial(conversation.open_call, session)
    return starting.start(conversation.owner, persona, session, store)


@router.post("/{uuid:conversation_id}/calls/reserved", response=starting.RESERVED)
def reserve_further_call(
    request: HttpRequest, conversation_id: UUID, body: schemas.FurtherCall
) -> Status[schemas.StartedCall] | Status[None]:
    """Do the same ahead of a start that may not come; 204 when enough such keys are unused."""
    conversation, persona, session = _set_up(request, conversation_id, body)
    store = partial(conversation.reserve_call, session, seconds=starting.KEY_SECONDS)
    return starting.reserve(conversation.owner, persona, session, store)


@router.get(
    "/{uuid:conversation_id}/replay", response={200: schemas.ReplayedTurns, **starting.REFUSALS}
)
def replay(request: HttpRequest, conversation_id: UUID) -> schemas.ReplayedTurns:
    """Give the newest turns of a conversation as items to create in a further call."""
    found = _own(request, conversation_id).replay()
    return schemas.ReplayedTurns.model_validate(found, from_attributes=True)


def _set_up(
    request: HttpRequest, pk: UUID, body: schemas.FurtherCall
) -> tuple[Conversation, Persona, SessionSettings]:
    conversation = _own(request, pk)
    persona = conversation.present_persona()
    return conversation, persona, persona.settings_for(body.settings.wishes()).without_opening()


def _own(request: HttpRequest, pk: UUID) -> Conversation:
    own = Conversation.objects.of(cast(User, request.user)).select_related("owner")
    return get_object_or_404(own, pk=pk)
