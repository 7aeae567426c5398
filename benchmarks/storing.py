"""Prints what storing records costs in a long conversation and a short one, on one database.

The database is that of `DATABASE_URL`; its test database is made for this and removed.
"""

import statistics
import sys
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from tests.support.records import turn, turn_json, usage_json
from voicechat.models import Call, Conversation, Persona, Turn, Usage, User

SHORT, LONG = 10, 2_000  # turns
ROUNDS = 300
MOST = 1.2  # times what it costs in a short one
BATCH: dict[str, Any] = {
    "turns": [turn_json(f"new_{n}", position=100_000 + n) for n in range(5)],
    "usage": [usage_json()],
}


def begin(user: User, turns: int) -> Call:
    """Store a call in which so much was said."""
    persona = Persona.objects.filter(owner=None)[0]
    call = Conversation.begin(user, persona, persona.session_settings())
    call.store(turns=[turn(f"old_{n}", position=n) for n in range(turns)])
    return call


def post(client: Client, call: Call) -> float:
    """Post the batch; gives ms."""
    start = time.perf_counter()
    url = f"/api/calls/{call.pk}/records"
    answer = client.post(url, BATCH, content_type="application/json")
    took = time.perf_counter() - start
    assert answer.status_code == 200, answer.content
    return took * 1000


def queries(client: Client, call: Call) -> int:
    """Count the queries of one post."""
    with CaptureQueriesContext(connection) as captured:
        post(client, call)
    return len(captured)


def forget(call: Call) -> None:
    """Have the batch be new again."""
    Turn.objects.filter(call=call, item_id__startswith="new_").delete()
    Usage.objects.filter(call=call).delete()


def run() -> None:
    """Print the queries of a new batch and of a repeated one, and the ratios of their medians.

    Ends the program with a failure where a long conversation costs more than a short one.
    """
    user = User.objects.create_user("bench@example.org")
    client = Client()
    client.force_login(user)
    calls = {length: begin(user, length) for length in (SHORT, LONG)}
    times: dict[tuple[str, int], list[float]] = {}
    for number in range(ROUNDS):
        # Now the one first, now the other: whatever slows the machine down slows both.
        for length in (SHORT, LONG) if number % 2 else (LONG, SHORT):
            for kind in ("new", "repeated"):
                times.setdefault((kind, length), []).append(post(client, calls[length]))
            forget(calls[length])
    for kind in ("new", "repeated"):
        counts = [queries(client, calls[length]) for length in (SHORT, LONG)]
        short, long = (statistics.median(times[kind, length]) for length in (SHORT, LONG))
        print(
            f"{connection.vendor}, {kind} batch: {counts[0]} queries and {short:.2f} ms at {SHORT} "
            f"turns, {counts[1]} and {long:.2f} ms at {LONG}: {long / short:.2f} of it (n={ROUNDS})"
        )
        if counts[0] != counts[1] or long > MOST * short:
            sys.exit("A long conversation must not cost more.")


def main() -> None:
    """Do so in a database of its own."""
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        run()
    finally:
        teardown_databases(databases, verbosity=0)
