"""Starting a call, and changing it while it goes on."""

from functools import partial
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from voicechat.admission import Wanted
from voicechat.api import schemas, starting
from voicechat.api.throttle import STARTING
from voicechat.models import Call, Conversation, Persona, User
from voicechat.realtime.session import session_change

router = Router(tags=["calls"])


@router.post("", response=starting.STARTED, throttle=STARTING)
def start_call(request: HttpRequest, body: schemas.StartCall) -> Status[schemas.StartedCall]:
    """Mint an ephemeral key for a session with a persona; store the conversation and its call."""
    wanted = _wanted(request, body)
    starting.end_what_is_over(wanted.user, body.over)
    return starting.start(wanted)


@router.post("/reserved", response=starting.RESERVED, throttle=STARTING)
def reserve_call(
    request: HttpRequest, body: schemas.StartCall
) -> Status[schemas.StartedCall] | Status[None]:
    """Do the same ahead of a start that may not come; 204 when there is no room for one."""
    return starting.reserve(_wanted(request, body))


def _wanted(request: HttpRequest, body: schemas.StartCall) -> Wanted:
    user = cast(User, request.user)
    personas = Persona.objects.to_talk_with(user).prefetch_related("mcp_servers")
    persona = get_object_or_404(personas, pk=body.persona)
    session = persona.settings_for(body.settings.wishes())
    store = partial(Conversation.begin, user, persona, session)
    return Wanted(user=user, persona=persona, session=session, store=store)


@router.post("/{uuid:call_id}/settings", response={200: schemas.SessionChange, **starting.REFUSALS})
def change_settings(
    request: HttpRequest, call_id: UUID, body: schemas.CallSettings
) -> schemas.SessionChange:
    """Compose what the session of a call that goes on is to be changed to."""
    calls = Call.objects.select_related("conversation__owner")
    call = get_object_or_404(calls, pk=call_id, conversation__owner=cast(User, request.user))
    persona = call.conversation.present_persona()
    return schemas.SessionChange(session=session_change(persona.settings_for(body.wishes())))
