"""However reports reach the site, the ledger says what the rows say, to the last decimal."""

import random
from copy import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.ledger import ledger, rows
from tests.support.records import turn
from voicechat import housekeeping
from voicechat.models import Call, Conversation, Persona, SpeechModel, User
from voicechat.models.ledger import site_day
from voicechat.realtime.prices import Tokens
from voicechat.records import UsageRecord

MIDNIGHT = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
BEGAN = MIDNIGHT - timedelta(days=1, minutes=10)
MINUTE = 60_000  # ms


def record(number: int, kind: str, audio: int, at_ms: int | None) -> UsageRecord:
    seconds = audio / 7 if kind == "transcription" else None
    tokens = Tokens(audio_input=audio, audio_cached=audio // 3, audio_output=audio * 2)
    return UsageRecord(
        provider_id=f"{kind}_{number}", kind=kind, tokens=tokens, seconds=seconds, at_ms=at_ms
    )


# Ten minutes after they began it is another day.
RECORDS = st.builds(
    record,
    number=st.integers(1, 6),
    kind=st.sampled_from(["response", "response", "transcription"]),
    audio=st.integers(0, 3_000),
    at_ms=st.sampled_from([None, 0, 9 * MINUTE, 11 * MINUTE, 50 * MINUTE, 9_000 * MINUTE]),
)
ENDS = st.builds(
    lambda reason, ms: {"end_reason": reason, "ended_ms": ms},
    st.sampled_from(["ended", "lost", "page_closed", "failed", "time_limit"]),
    st.sampled_from([0, 1_499, 9 * MINUTE, 40 * MINUTE, None]),
)
HEADS = st.sampled_from(
    [{"started_ms": 700_000}, {"provider_call_id": "rtc_1"}, {"turns": [turn()]}]
)
STEPS = st.one_of(
    st.builds(lambda some: {"usage": some}, st.lists(RECORDS, min_size=1, max_size=4)),
    ENDS,
    HEADS,
    st.sampled_from(["close", "price"]),
)
Step = tuple[int, Any]


@pytest.fixture
def calls(alice: User, charlie: User, juniper: Persona) -> list[Call]:
    """Three calls of two people, one of them reserved, that begin before midnight."""
    session = juniper.session_settings()
    made = [
        Conversation.begin(alice, juniper, session),
        Conversation.begin(alice, juniper, session, is_reserved=True),
        Conversation.begin(charlie, juniper, session),
    ]
    Call.objects.update(started_at=BEGAN)
    return [Call.objects.select_related("conversation").get(pk=call.pk) for call in made]


def take(calls: list[Call], step: Step) -> None:
    """Let one thing happen. A call is what was read of it before anything came in."""
    number, what = step
    if what == "close":
        housekeeping.close_abandoned_calls()
    elif what == "price":
        raise_prices(site_day(BEGAN) + timedelta(days=number % 2))
    else:
        copy(calls[number]).store(**what)


def raise_prices(since: date) -> None:
    """Have every model cost more from a day on."""
    for model in SpeechModel.objects.all():
        dearer = {"audio_output": 100, "per_minute": Decimal("0.0007")}
        model.price_rows.update_or_create(since=since, defaults=dearer)


def balanced_after(calls: list[Call], steps: list[Step], seed: int) -> bool:
    """Say so of what comes in some order, some of it twice; and leave nothing of it."""
    chance = random.Random(seed)  # noqa: S311
    again = steps + chance.choices(steps, k=len(steps) // 2)
    chance.shuffle(again)
    with transaction.atomic():
        for step in again:
            take(calls, step)
            assert ledger() == rows()
        transaction.set_rollback(True)
    return True


ANY_STEPS = st.lists(st.tuples(st.integers(0, 2), STEPS), min_size=2, max_size=8)
WHATEVER = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}


@settings(max_examples=10, **WHATEVER)
@given(steps=ANY_STEPS, seed=st.integers(0, 2**32))
def test_it_says_what_the_rows_say(calls: list[Call], steps: list[Step], seed: int) -> None:
    assert balanced_after(calls, steps, seed)


@pytest.mark.slow
@settings(max_examples=400, **WHATEVER)
@given(steps=ANY_STEPS, seed=st.integers(0, 2**32))
def test_it_always_does(calls: list[Call], steps: list[Step], seed: int) -> None:
    assert balanced_after(calls, steps, seed)
