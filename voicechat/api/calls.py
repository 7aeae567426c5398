"""Starting a call, and taking in what a browser reports of it."""

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Status

from voicechat.api import schemas
from voicechat.models import Call, Conversation, Persona, User
from voicechat.realtime.client import ClientSecret, realtime_client
from voicechat.realtime.errors import ProviderError
from voicechat.realtime.session import (
    SessionSettings,
    opening_response,
    session_change,
    session_payload,
)

router = Router(tags=["calls"])

# A key is used within a second or two of its making. It opens sessions until it expires, so it
# lives only as long as a slow network may need.
KEY_SECONDS = 60
REFUSALS = dict.fromkeys((401, 403, 404, 422), schemas.ProblemAnswer)
PROVIDER_REFUSALS = dict.fromkeys((429, 502, 503, 504), schemas.ProblemAnswer)


@router.post("", response={201: schemas.StartedCall, **REFUSALS, **PROVIDER_REFUSALS})
def start_call(request: HttpRequest, body: schemas.StartCall) -> Status[schemas.StartedCall]:
    """Mint an ephemeral key for a session with a persona; store the conversation and its call."""
    user = cast(User, request.user)
    persona = get_object_or_404(Persona.objects.for_user(user), pk=body.persona)
    session = persona.settings_for(body.settings.wishes())
    secret = _mint(user, session)
    return Status(201, _started(Conversation.begin(user, persona, session), session, secret))


@router.post(
    "/reserved", response={201: schemas.StartedCall, 204: None, **REFUSALS, **PROVIDER_REFUSALS}
)
def reserve_call(
    request: HttpRequest, body: schemas.StartCall
) -> Status[schemas.StartedCall] | Status[None]:
    """Do the same ahead of a start that may not come; 204 when enough such keys are unused."""
    user = cast(User, request.user)
    persona = get_object_or_404(Persona.objects.for_user(user), pk=body.persona)
    session = persona.settings_for(body.settings.wishes())
    call = Conversation.reserve(user, persona, session, seconds=KEY_SECONDS)
    if call is None:
        return Status(204, None)
    try:
        secret = _mint(user, session)
    except ProviderError:
        call.conversation.delete()
        raise
    return Status(201, _started(call, session, secret))


def _mint(user: User, session: SessionSettings) -> ClientSecret:
    return realtime_client().mint_client_secret(
        session_payload(session), safety_identifier=user.safety_identifier, seconds=KEY_SECONDS
    )


def _started(call: Call, session: SessionSettings, secret: ClientSecret) -> schemas.StartedCall:
    """Compose what a browser needs to open a call of its own conversation."""
    persona, user = cast(Persona, call.conversation.persona), call.conversation.owner
    minutes = min(persona.max_minutes, user.max_call_minutes or persona.max_minutes)
    return schemas.StartedCall(
        call=call.pk,
        conversation_url=reverse("conversation", args=[call.conversation_id]),
        client_secret=schemas.Secret(value=secret.value, expires_at=secret.expires_at),
        offer_url=f"{settings.REALTIME_BASE_URL}/realtime/calls",
        socket_url=f"{settings.REALTIME_SOCKET_URL}?{urlencode({'model': session.model})}",
        records_url=reverse("api:store_records", args=[call.pk]),
        settings_url=reverse("api:change_settings", args=[call.pk]),
        opening=opening_response(session),
        max_seconds=minutes * 60,
    )


@router.post("/{uuid:call_id}/settings", response={200: schemas.SessionChange, **REFUSALS})
def change_settings(
    request: HttpRequest, call_id: UUID, body: schemas.CallSettings
) -> schemas.SessionChange:
    """Compose what the session of a call that goes on is to be changed to."""
    call = get_object_or_404(
        Call.objects.select_related("conversation__persona"),
        pk=call_id,
        conversation__owner=cast(User, request.user),
        conversation__persona__isnull=False,
    )
    persona = cast(Persona, call.conversation.persona)
    return schemas.SessionChange(session=session_change(persona.settings_for(body.wishes())))


@router.post("/{uuid:call_id}/records", response={200: schemas.Stored, **REFUSALS})
def store_records(request: HttpRequest, call_id: UUID, body: schemas.Records) -> schemas.Stored:
    """Store turns, usage, the provider's call id and the end of one of the user's calls."""
    calls = Call.objects.select_related("conversation")
    call = get_object_or_404(calls, pk=call_id, conversation__owner=cast(User, request.user))
    call.store(
        turns=[turn.record() for turn in body.turns],
        usage=[usage.record() for usage in body.usage],
        provider_call_id=body.provider_call_id,
        transport=body.transport,
        started_ms=body.started_ms,
        end_reason=body.end_reason,
        ended_ms=body.ended_ms,
    )
    return schemas.Stored(turns=len(body.turns), usage=len(body.usage))
