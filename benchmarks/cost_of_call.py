"""Prints what the requests of one call cost, on the database that is configured."""

import json
from typing import Any

import responses
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from benchmarks.databases import database
from tests.support.records import turn_json, usage_json
from voicechat.models import Call, Conversation, Persona, Turn, User

ROWS = 20_000
WORDS = "and so we left the harbour, with the wind behind us and nobody who knew where to. "
MINTED = {"value": "ek_1", "expires_at": 2_000_000_000}


def main() -> None:
    """Print the figures of the database that is configured."""
    setup_test_environment()
    with database("cost"):
        print(f"\n{connection.display_name}")
        user = User.objects.create_user("alice@example.org", "a long password")
        client = Client()
        client.force_login(user)
        call = requests_of_a_call(client)
        if connection.vendor == "postgresql":
            rows(call)


def requests_of_a_call(client: Client) -> Call:
    """Print what each kind of request costs; gives the call."""
    persona = Persona.objects.get(name="Juniper", owner=None)
    with responses.RequestsMock() as provider:
        provider.post(f"{settings.REALTIME_BASE_URL}/realtime/client_secrets", json=MINTED)
        show("start", client, "/api/calls", {"persona": str(persona.pk)})
    call = Call.objects.get()
    records = f"/api/calls/{call.pk}/records"
    text = WORDS * 2
    show("connected", client, records, {"transport": "webrtc", "provider_call_id": "rtc_1"})
    show("a question", client, records, {"turns": [turn_json("i1", text=text)]})
    answer = turn_json("i2", position=2, role="assistant", text=text)
    show("an answer", client, records, {"turns": [answer], "usage": [usage_json()]})
    show("end", client, records, {"end_reason": "ended", "ended_ms": 60_000})
    return call


def show(name: str, client: Client, path: str, body: Any) -> None:
    """Post something and print what that took."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path, body, content_type="application/json")
    assert answer.status_code < 300, answer.content
    statements = [query["sql"].split()[0] for query in captured]
    writes = sum(verb in ("INSERT", "UPDATE", "DELETE") for verb in statements)
    print(
        f"{name:<11} {len(statements):>3} queries, {writes} of them writes; "
        f"{len(json.dumps(body))} bytes in, {len(answer.content)} out"
    )


def rows(call: Call) -> None:
    """Print the bytes that a row of what was said takes on disk, with all indexes."""
    conversation: Conversation = call.conversation
    Turn.objects.bulk_create(
        Turn(conversation=conversation, call=call, item_id=f"item_{n:024}", position=n, role="user",
             state="final", text=f"{n} {WORDS * 2}")
        for n in range(10, ROWS)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE voicechat_turn")
        cursor.execute("SELECT pg_table_size(%s), pg_indexes_size(%s)", ["voicechat_turn"] * 2)
        table, indexes = cursor.fetchone()
    size = len(WORDS) * 2
    print(
        f"a line of {size} letters takes {table / ROWS:.0f} bytes and "
        f"{indexes / ROWS:.0f} of indexes (in a table of {ROWS:,})"
    )
