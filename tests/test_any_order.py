"""However the reports of a conversation reach the site, the same rows come of them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.records import turn
from voicechat.models import Call, Conversation, Persona, User
from voicechat.records import UsageRecord

BEGAN = timezone.now() - timedelta(hours=1)
EXAMPLES, DELIVERIES = 400, 5  # 2,000 cases; each example also once in the plain order

TURNS = st.builds(
    turn,
    item_id=st.sampled_from("abc"),
    position=st.integers(1, 3),
    role=st.sampled_from(["user", "assistant"]),
    state=st.sampled_from(["pending", "failed", "final", "interrupted"]),
    text=st.sampled_from(["", "Good", "Good morning", "Good evening"]),
    end_ms=st.sampled_from([None, 900]),
)
# A response is reported once: whatever is said of it is the same.
USAGE = st.builds(
    UsageRecord, provider_id=st.sampled_from("xy"), kind=st.just("response"), seconds=st.just(1.5)
)
HEADS = st.sampled_from(
    [
        {"started_ms": 700},
        {"provider_call_id": "rtc_1", "transport": "webrtc"},
        {"transport": "websocket"},
        {"end_reason": "page_closed", "ended_ms": 60_000},
        {"end_reason": "ended", "ended_ms": 50_000},
        {"end_reason": "lost", "ended_ms": 50_000},
    ]
)
# What is reported: the number of its call, and what.
Report = tuple[int, tuple[str, Any]]
REPORTS = st.tuples(
    st.sampled_from([1, 2]),
    st.one_of(
        st.tuples(st.just("turns"), TURNS),
        st.tuples(st.just("turns"), TURNS),
        st.tuples(st.just("usage"), USAGE),
        st.tuples(st.just("head"), HEADS),
    ),
)


@pytest.fixture
def found(alice: User, juniper: Persona) -> Conversation:
    """A conversation over two calls, the second reserved ahead."""
    session = juniper.session_settings()
    conversation = Conversation.begin(alice, juniper, session).conversation
    conversation.open_call(session, is_reserved=True)
    for kind in (Call, Conversation):
        kind.objects.update(started_at=BEGAN)
    return conversation


@contextmanager
def undone() -> Iterator[None]:
    """Leave nothing of what is stored within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def deliver(calls: list[Call], reports: list[Report]) -> None:
    """Post one batch a call, with the first of its heads, and the other heads by themselves.

    A call is what was read of it before anything came in, as in requests that overlap.
    """
    for call in calls:
        batch: dict[str, Any] = {"turns": [], "usage": []}
        heads: list[dict[str, Any]] = []
        for kind, value in (each for number, each in reports if number == call.number):
            if kind == "head":
                heads.append(value)
            else:
                batch[kind].append(value)
        first, *others = heads or [{}]
        if first or any(batch.values()):
            for body in (batch | first, *others):
                copy(call).store(**body)


def deliver_somehow(calls: list[Call], reports: list[Report], chance: random.Random) -> None:
    """In any order and cut, some twice, some lost or their answer lost, and then sent again."""
    waiting = reports + chance.choices(reports, k=len(reports) // 2)
    chance.shuffle(waiting)
    while waiting:
        size = chance.randint(2, 6)
        batch, waiting = waiting[:size], waiting[size:]
        fate = chance.choice([*["confirmed"] * 4, "lost", "answer lost"])
        if fate != "lost":
            deliver(calls, batch)
        if fate != "confirmed":
            waiting += batch


def rows(found: Conversation) -> list[list[Any]]:
    """All that is stored of it."""
    turns = found.turns.order_by("item_id").values_list(
        "item_id", "call__number", "position", "role", "state", "text", "start_ms", "end_ms"
    )
    calls = found.calls.values_list(
        "provider_call_id", "transport", "is_reserved", "started_at", "ended_at", "end_reason"
    )
    usage = found.calls.order_by("usage").values_list("number", "usage__provider_id")
    times = Conversation.objects.values_list("started_at", "ended_at", "turn_count")
    return [list(turns), list(calls), sorted(usage, key=str), list(times)]


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(reports=st.lists(REPORTS, min_size=2, max_size=6), seed=st.integers(0, 2**32))
def test_whatever_becomes_of_batches_on_their_way_the_same_rows_come_of_them(
    found: Conversation, reports: list[Report], seed: int
) -> None:
    calls = list(found.calls.select_related("conversation"))
    with undone():
        for report in reports:
            deliver(calls, [report])
        expected = rows(found)
    for delivery in range(DELIVERIES):
        with undone():
            deliver_somehow(calls, reports, random.Random(seed + delivery))  # noqa: S311
            assert rows(found) == expected
