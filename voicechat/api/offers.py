"""Opening a call through the site, which asks the provider with the key that no browser has."""

from typing import cast
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from voicechat.api import schemas
from voicechat.api.problems import CallOverError, OfferUnusableError
from voicechat.ending import end_calls
from voicechat.models import Call, HangUp, User
from voicechat.realtime.client import CallAnswer, realtime_client
from voicechat.realtime.errors import ProviderError
from voicechat.realtime.session import SessionSettings, session_payload

router = Router(tags=["calls"])

MAX_OFFER = 64 * 1024  # bytes; browsers send some five thousand
REFUSALS = dict.fromkeys((401, 403, 404, 409, 413, 422, 429, 502, 503, 504), schemas.ProblemAnswer)
SDP = "application/sdp"
OFFER = {
    "requestBody": {"required": True, "content": {SDP: {"schema": {"type": "string"}}}},
    "responses": {201: {"description": "The answer", "content": {SDP: {}}}},
}


@router.post("/{uuid:call_id}/offer", response=REFUSALS, openapi_extra=OFFER)
def exchange_offer(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Have the provider answer a browser's offer, once for each call. Both are SDP.

    Only where the site sets calls up (`REALTIME_SIGNALLING=server`).
    """
    user = cast(User, request.user)
    offer = _offer(request)
    own = Call.objects.filter(conversation__owner=user, is_through_site=True)
    call = get_object_or_404(own.select_related("conversation__owner"), pk=call_id)
    authorizations = call.conversation.present_persona().authorizations()
    session = session_payload(_claim(call), authorizations)
    try:
        answer = realtime_client().exchange(
            offer, session, safety_identifier=user.safety_identifier
        )
    except ProviderError:
        end_calls(own.filter(pk=call_id), Call.EndReason.FAILED, waits=True)
        raise
    _store(call_id, answer)
    return HttpResponse(answer.sdp, status=201, content_type=SDP)


def _offer(request: HttpRequest) -> str:
    """Read the offer. Raises OfferUnusableError, RequestDataTooBig."""
    try:
        offer = request.body.decode()
    except UnicodeDecodeError:
        raise OfferUnusableError from None
    if request.content_type != SDP or not offer.startswith("v=0"):
        raise OfferUnusableError
    if len(offer) > MAX_OFFER:
        raise RequestDataTooBig
    return offer


def _claim(call: Call) -> SessionSettings:
    """Take the session that was composed at the start, which nobody else does then."""
    setup = call.setup
    unanswered = Call.objects.under_way().filter(pk=call.pk, setup__isnull=False)
    if setup is None or not unanswered.update(setup=None):
        raise CallOverError
    return SessionSettings(**setup)


def _store(call_id: UUID, answer: CallAnswer) -> None:
    """Keep the provider's id before anybody can talk; a call that is over by now is ended there.

    Raises CallOverError.
    """
    known = Call(provider_call_id=answer.call_id)
    try:
        with transaction.atomic():
            goes_on = Call.objects.under_way().filter(pk=call_id)
            is_stored = goes_on.update(provider_call_id=answer.call_id)
            if not is_stored:
                HangUp.objects.order([known])
    except Exception:
        realtime_client().hang_up(answer.call_id)
        raise
    if not is_stored:
        raise CallOverError
