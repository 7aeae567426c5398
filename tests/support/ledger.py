"""The ledger beside the rows that it sums up."""

from collections import Counter, defaultdict
from typing import Any

from voicechat.models import Call, DayUsage, Usage
from voicechat.models.ledger import site_day
from voicechat.realtime.prices import TOKEN_KINDS

Row = tuple[Any, ...]
TALKED = ("calls", "seconds")
USED = ("responses", "transcriptions", "unpriced", "transcribed_ms", "cost", *TOKEN_KINDS)


def ledger() -> dict[Row, dict[str, Any]]:
    """What the ledger says of each day, person, persona and model."""
    sums: dict[Row, Counter[str]] = defaultdict(Counter)
    for row in DayUsage.objects.all():
        key = (row.day, row.owner_id, row.persona_id, row.model)
        sums[key].update({name: getattr(row, name) for name in (*TALKED, *USED)})
    return _told(sums)


def rows() -> dict[Row, dict[str, Any]]:
    """The same, added up from calls and usage one by one."""
    sums: dict[Row, Counter[str]] = defaultdict(Counter)
    for used in Usage.objects.select_related("call__conversation"):
        of = used.call.conversation
        is_response = used.kind == Usage.Kind.RESPONSE
        amounts: dict[str, Any] = {name: getattr(used, name) for name in TOKEN_KINDS}
        amounts |= {"responses": is_response, "transcriptions": not is_response}
        amounts |= {"unpriced": used.cost is None, "cost": used.cost or 0}
        amounts["transcribed_ms"] = round((used.seconds or 0) * 1_000)
        sums[site_day(used.used_at), of.owner_id, of.persona_id, used.model].update(amounts)
    for call in Call.objects.exclude(ended_at=None).select_related("conversation"):
        if call.was_connected and not call.is_reserved:
            of = call.conversation
            seconds = round(min(3_600, call.duration.total_seconds()))
            key = (site_day(call.started_at), of.owner_id, of.persona_id, call.model)
            sums[key].update({"calls": 1, "seconds": seconds})
    return _told(sums)


def _told(sums: dict[Row, Counter[str]]) -> dict[Row, dict[str, Any]]:
    """Leave out what is nothing."""
    told = {
        key: {name: value for name, value in each.items() if value} for key, each in sums.items()
    }
    return {key: each for key, each in told.items() if each}
