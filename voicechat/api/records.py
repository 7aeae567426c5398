"""Taking in what a browser reports of a call."""

from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Header, Router

from voicechat.api import record_schemas as schemas
from voicechat.api.problems import OtherAccountError
from voicechat.api.schemas import ProblemAnswer
from voicechat.api.throttle import STORING
from voicechat.api.time_left import time_left
from voicechat.models import Call, User

router = Router(tags=["calls"])

REFUSALS = dict.fromkeys((401, 403, 404, 409, 413, 422, 429, 503), ProblemAnswer)
WHY_NOT = {
    "text_too_long": _("A line is too long to be saved."),
    "invalid": _("The site did not understand a part of what was said."),
    "conversation_full": _("This conversation has no room for more. Please start a new one."),
}


@router.post(
    "/{uuid:call_id}/records", response={200: schemas.Stored, **REFUSALS}, throttle=STORING
)
def store_records(
    request: HttpRequest,
    call_id: UUID,
    body: schemas.Records,
    account: Annotated[str, Header(alias="X-Account")] = "",
) -> schemas.Stored:
    """Store turns, usage, the provider's call id and the end of one of the user's calls.

    Each turn and each usage is stored or refused for itself. `X-Account` says whose records
    these are: a browser may hold those of somebody who has signed out.
    """
    user = cast(User, request.user)
    if account and account != user.browser_id:
        raise OtherAccountError
    calls = Call.objects.select_related("conversation")
    call = get_object_or_404(calls, pk=call_id, conversation__owner=user)
    left_out = call.store(
        turns=[turn.record() for turn in body.turns if isinstance(turn, schemas.TurnIn)],
        usage=[usage.record() for usage in body.usage if isinstance(usage, schemas.UsageIn)],
        provider_call_id=body.provider_call_id,
        transport=body.transport,
        started_ms=body.started_ms,
        end_reason=body.end_reason,
        ended_ms=body.ended_ms,
        is_late=body.is_late,
    )
    turns, usage = _refused_turns(body, left_out), _refused_usage(body)
    return schemas.Stored(
        turns=len(body.turns) - len(turns),
        usage=len(body.usage) - len(usage),
        refused=turns + usage,
        **time_left(call),
    )


def _refused_turns(body: schemas.Records, left_out: frozenset[str]) -> list[schemas.RefusedRecord]:
    refused = []
    for index, turn in enumerate(body.turns):
        if isinstance(turn, schemas.Unusable):
            refused.append(_refused("turns", index, turn.code))
        elif turn.item_id in left_out:
            refused.append(_refused("turns", index, "conversation_full"))
    return refused


def _refused_usage(body: schemas.Records) -> list[schemas.RefusedRecord]:
    return [
        _refused("usage", index, usage.code)
        for index, usage in enumerate(body.usage)
        if isinstance(usage, schemas.Unusable)
    ]


def _refused(kind: schemas.Kind, index: int, code: str) -> schemas.RefusedRecord:
    return schemas.RefusedRecord(kind=kind, index=index, code=code, message=str(WHY_NOT[code]))
