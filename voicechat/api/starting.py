"""What every start of a call has in common: limits, a key, and what a browser is told."""

import time
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from ninja import Status

from voicechat import admission
from voicechat.admission import KEY_SECONDS, Wanted
from voicechat.api import schemas
from voicechat.api.time_left import time_left
from voicechat.ending import end_calls
from voicechat.models import Call, Conversation, User
from voicechat.models.calls import FAREWELL
from voicechat.realtime.client import realtime_client
from voicechat.realtime.session import opening_response, session_payload

REFUSALS = dict.fromkeys((401, 403, 404, 422), schemas.ProblemAnswer)
PROVIDER_REFUSALS = dict.fromkeys((429, 502, 503, 504), schemas.ProblemAnswer)
STARTED = {201: schemas.StartedCall, **REFUSALS, **PROVIDER_REFUSALS}
RESERVED = {204: None, **STARTED}


def start(wanted: Wanted) -> Status[schemas.StartedCall]:
    """Store a call within the limits, then mint its key: what the provider refuses leaves nothing.

    Raises LimitReachedError and what the provider raises.
    """
    return _started(admission.admit(wanted), wanted)


def reserve(wanted: Wanted) -> Status[schemas.StartedCall] | Status[None]:
    """Do the same ahead of a start that may not come; 204 when there is no room for one.

    Where the site asks for sessions itself there is no key to be had ahead.
    """
    through_site = settings.REALTIME_SIGNALLING == "server"
    call = None if through_site else admission.reserve(wanted)
    return _started(call, wanted) if call else Status(204, None)


def end_what_is_over(user: User, pk: UUID | None) -> None:
    """End a call of which its page says that it is over; the page's own report may come later."""
    if pk:
        own = Call.objects.filter(pk=pk, conversation__owner=user)
        end_calls(own, Call.EndReason.ENDED, wait=FAREWELL, waits=True)


def _started(call: Call, wanted: Wanted) -> Status[schemas.StartedCall]:
    try:
        secret = None if call.is_through_site else _mint(wanted)
    except Exception:
        failed = Call.objects.filter(pk=call.pk)
        failed.update(ended_at=timezone.now(), end_reason=Call.EndReason.FAILED)
        Conversation.forget(failed)
        raise
    return Status(201, _answer(call, wanted, secret))


def _mint(wanted: Wanted) -> schemas.Secret:
    """Ask for a key; no lock is held meanwhile."""
    secret = realtime_client().mint_client_secret(
        session_payload(wanted.session, wanted.persona.authorizations()),
        safety_identifier=wanted.user.safety_identifier,
        seconds=KEY_SECONDS,
    )
    return schemas.Secret(value=secret.value, expires_at=secret.expires_at)


def _answer(call: Call, wanted: Wanted, secret: schemas.Secret | None) -> schemas.StartedCall:
    """Compose what a browser needs to open a call of its own conversation."""
    conversation = call.conversation_id
    offer_url = f"{settings.REALTIME_BASE_URL}/realtime/calls"
    socket_url = f"{settings.REALTIME_SOCKET_URL}?{urlencode({'model': call.model})}"
    return schemas.StartedCall(
        call=call.pk,
        conversation_url=reverse("conversation", args=[conversation]),
        continue_url=reverse("continue", args=[conversation]),
        calls_url=reverse("api:continue_conversation", args=[conversation]),
        replay_url=reverse("api:replay", args=[conversation]),
        client_secret=secret,
        offer_url=offer_url if secret else reverse("api:exchange_offer", args=[call.pk]),
        socket_url=socket_url if secret else None,
        records_url=reverse("api:store_records", args=[call.pk]),
        settings_url=reverse("api:change_settings", args=[call.pk]),
        opening=opening_response(wanted.session),
        now=time.time(),
        **time_left(call),
    )
