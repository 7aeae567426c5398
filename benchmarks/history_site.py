"""A site on which people have talked for years, in a database that is made for it and removed."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import timezone

from benchmarks.databases import database
from benchmarks.history_texts import RARE, texts
from benchmarks.report import note
from voicechat.history.search import index, sqlite
from voicechat.models import Call, Conversation, Persona, Turn, User
from voicechat.models.turns import POSITIONS_PER_CALL

LONG = 2_000  # turns of the long conversation
USUAL = 25  # of any other
OTHERS = 30  # people


@dataclass
class Site:
    """A person who owns a tenth of the turns, and another with a long conversation."""

    connection: BaseDatabaseWrapper
    person: Client
    other: Client

    def enter(self) -> None:
        """Have everything that follows happen here."""
        connections["default"] = self.connection


@contextmanager
def site(turns: int) -> Iterator[Site]:
    """Make a site with so many turns."""
    with database(f"history_{turns}"):
        yield _filled(connections["default"], turns)


def _filled(connection: BaseDatabaseWrapper, turns: int) -> Site:
    """Have people talk. All that was said is indexed at the end, which is timed, too."""
    person, other, *rest = [
        User.objects.create_user(f"{number}@example.org") for number in range(OTHERS + 2)
    ]
    _stop_indexing(connection)
    words = texts(random.Random(turns))  # noqa: S311
    _talk(person, words, turns // 10, USUAL)
    for number, turn in enumerate(Turn.objects.filter(conversation__owner=person)[:900:300]):
        Turn.objects.filter(pk=turn.pk).update(text=f"{turn.text} {RARE} {number}")
    _talk(other, words, LONG, LONG)
    for each in rest:
        _talk(each, words, (turns * 9 // 10 - LONG) // OTHERS, USUAL)
    start = time.perf_counter()
    _index(connection)
    took = time.perf_counter() - start
    note(f"{connection.vendor}: {Turn.objects.count():,} turns indexed in {took:.0f} s")
    return Site(connection, _client(person), _client(other))


def _stop_indexing(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        sqlite.drop_triggers(connection)
    else:
        with connection.schema_editor() as editor:
            index.remove(None, editor)


def _index(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        sqlite.put_back_triggers(connection)
        return
    with connection.schema_editor() as editor:
        index.create(None, editor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server does by itself, sooner or later


def _talk(owner: User, words: Iterator[str], turns: int, length: int) -> None:
    """Store conversations of so many turns each, an hour apart."""
    personas = list(Persona.objects.filter(owner=None))
    conversations, calls = [], []
    for number in range(turns // length):
        persona = personas[number % len(personas)]
        settings = {**persona.session_settings().snapshot(), "persona": persona.snapshot()}
        conversation = Conversation(
            owner=owner,
            persona=persona,
            settings=settings,
            title="" if number % 3 else next(words)[:60],
            started_at=timezone.now() - timedelta(hours=number + 1),
            ended_at=timezone.now() - timedelta(hours=number),
            duration=timedelta(seconds=length * 7),
            turn_count=length,
        )
        conversations.append(conversation)
        call = Call(
            conversation=conversation,
            number=1,
            model="gpt-realtime",
            started_at=conversation.started_at,
            ended_at=conversation.ended_at,
            end_reason=Call.EndReason.ENDED,
        )
        calls.append(call)
    Conversation.objects.bulk_create(conversations, batch_size=1_000)
    Call.objects.bulk_create(calls, batch_size=1_000)
    said = (_turn(call, position, next(words)) for call in calls for position in range(length))
    while batch := list(islice(said, 5_000)):
        Turn.objects.bulk_create(batch)


def _turn(call: Call, position: int, text: str) -> Turn:
    return Turn(
        conversation_id=call.conversation_id,
        call_id=call.pk,
        item_id=f"item_{position}",
        position=POSITIONS_PER_CALL + position,
        role=("user", "assistant")[position % 2],
        state="failed" if position == 24 and not call.started_at.hour % 12 else "final",
        text=text,
        start_ms=position * 7_000,
        end_ms=position * 7_000 + 6_000,
    )


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
