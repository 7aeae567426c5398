"""What every start of a call has in common: a key, stored rows, and what a browser is told."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from ninja import Status

from voicechat.api import schemas
from voicechat.models import Call, Conversation, Persona, User
from voicechat.realtime.client import ClientSecret, realtime_client
from voicechat.realtime.errors import ProviderError
from voicechat.realtime.session import SessionSettings, opening_response, session_payload

# A key is used within a second or two of its making. It opens sessions until it expires, so it
# lives only as long as a slow network may need.
KEY_SECONDS = 60
REFUSALS = dict.fromkeys((401, 403, 404, 422), schemas.ProblemAnswer)
PROVIDER_REFUSALS = dict.fromkeys((429, 502, 503, 504), schemas.ProblemAnswer)
STARTED = {201: schemas.StartedCall, **REFUSALS, **PROVIDER_REFUSALS}
RESERVED = {204: None, **STARTED}


def start(
    user: User, persona: Persona, session: SessionSettings, store: Callable[[], Call]
) -> Status[schemas.StartedCall]:
    """Mint a key, then store the call: what the provider refuses leaves nothing."""
    secret = _mint(user, session)
    return Status(201, _started(store(), persona, session, secret))


def reserve(
    user: User, persona: Persona, session: SessionSettings, store: Callable[[], Call | None]
) -> Status[schemas.StartedCall] | Status[None]:
    """Do the same ahead of a start that may not come; 204 when `store` gives nothing.

    Stored first, so that keys are not minted beyond what a person may have unused.
    """
    call = store()
    if call is None:
        return Status(204, None)
    try:
        secret = _mint(user, session)
    except ProviderError:
        Conversation.forget(Call.objects.filter(pk=call.pk))
        raise
    return Status(201, _started(call, persona, session, secret))


def _mint(user: User, session: SessionSettings) -> ClientSecret:
    return realtime_client().mint_client_secret(
        session_payload(session), safety_identifier=user.safety_identifier, seconds=KEY_SECONDS
    )


def _started(
    call: Call, persona: Persona, session: SessionSettings, secret: ClientSecret
) -> schemas.StartedCall:
    """Compose what a browser needs to open a call of its own conversation."""
    user, conversation = call.conversation.owner, call.conversation_id
    minutes = min(persona.max_minutes, user.max_call_minutes or persona.max_minutes)
    return schemas.StartedCall(
        call=call.pk,
        conversation_url=reverse("conversation", args=[conversation]),
        continue_url=reverse("continue", args=[conversation]),
        calls_url=reverse("api:continue_conversation", args=[conversation]),
        replay_url=reverse("api:replay", args=[conversation]),
        client_secret=schemas.Secret(value=secret.value, expires_at=secret.expires_at),
        offer_url=f"{settings.REALTIME_BASE_URL}/realtime/calls",
        socket_url=f"{settings.REALTIME_SOCKET_URL}?{urlencode({'model': session.model})}",
        records_url=reverse("api:store_records", args=[call.pk]),
        settings_url=reverse("api:change_settings", args=[call.pk]),
        opening=opening_response(session),
        max_seconds=minutes * 60,
        now=time.time(),
    )
