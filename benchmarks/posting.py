"""What it costs to store a batch: five turns, and the usage of a response."""

import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.history_site import Site
from benchmarks.report import median, most, note, ratio, row, table
from tests.support.records import turn, turn_json, usage_json
from voicechat.models import Call, Conversation, Persona, Turn, Usage, User

LENGTHS = (10, 100, 2_000)  # turns that the conversation has
ROUNDS = 140  # nobody may post 300 in half a minute, and both sites count together
BATCH: dict[str, Any] = {
    "turns": [turn_json(f"new_{n}", position=100_000 + n) for n in range(5)],
    "usage": [usage_json()],
}


def compare(sites: dict[int, Site]) -> None:
    """Print what a batch costs on sites of so many turns, in conversations of each length."""
    calls, times, counts = {}, {}, {}
    for size, site in sites.items():
        site.enter()
        for length in LENGTHS:
            calls[size, length] = _begin(length)
            counts[size, length] = _queries(*calls[size, length])
            times[size, length] = [_new_batch(*calls[size, length])]
    for _round in range(ROUNDS - 1):
        for (size, length), call in calls.items():
            sites[size].enter()
            times[size, length].append(_new_batch(*call))
    smallest = times[min(sites), LENGTHS[0]]
    note(f"Posting on {connection.vendor}, one after the other in one process (n={ROUNDS}):")
    table("site", "conversation", "queries", "median", "95 %", "batches/s", "of the first")
    for (size, length), each in times.items():
        costs = (f"{median(each)} ms", f"{most(each)} ms", f"{1000 * ROUNDS / sum(each):.0f}")
        of_first = ratio(each, smallest)
        row(f"{size:,} turns", f"{length:,} turns", counts[size, length], *costs, of_first)


def _begin(turns: int) -> tuple[Client, Call]:
    """Have somebody begin a call in which so much was said."""
    user = User.objects.create_user(f"talked-{turns}@example.org")  # nobody may post without end
    persona = Persona.objects.filter(owner=None)[0]
    call = Conversation.begin(user, persona, persona.session_settings())
    call.store(turns=[turn(f"old_{n}", position=n) for n in range(turns)])
    client = Client()
    client.force_login(user)
    return client, call


def _new_batch(client: Client, call: Call) -> float:
    """Post the batch as if for the first time; gives ms."""
    Turn.objects.filter(call=call, item_id__startswith="new_").delete()
    Usage.objects.filter(call=call).delete()
    start = time.perf_counter()
    url = f"/api/calls/{call.pk}/records"
    answer = client.post(url, BATCH, content_type="application/json")
    took = time.perf_counter() - start
    assert answer.status_code == 200, answer.content
    return took * 1000


def _queries(client: Client, call: Call) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.post(f"/api/calls/{call.pk}/records", BATCH, content_type="application/json")
    return len(captured)
