"""A site on which a lot was used for two years, with its ledger, in a database made for it."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from django.db import connection, connections
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from benchmarks.databases import database
from benchmarks.pages import Pages
from benchmarks.report import note
from voicechat.history.bills import dollars
from voicechat.models import Call, Conversation, DayUsage, Persona, Price, Usage, User
from voicechat.models.ledger import Account
from voicechat.realtime.prices import PriceBook, Tokens
from voicechat.records import UsageRecord
from voicechat.usage import reports
from voicechat.usage.months import Month

PEOPLE = 200  # the first of whom uses a tenth
DAYS = 730
OF_A_CALL = 10  # rows: half of them responses, half transcriptions
AT_A_TIME = 2_000


@contextmanager
def site(rows: int) -> Iterator[Pages]:
    """Make a site with so many rows of usage; gives its pages."""
    with database(f"usage_{rows}"):
        chance = random.Random(rows)  # noqa: S311
        people = [User.objects.create_user(f"{n}@example.org") for n in range(PEOPLE)]
        ledger: dict[Account, Counter[str]] = defaultdict(Counter)
        calls = _calls(people, rows // OF_A_CALL, chance)
        prices = Price.objects.book(["gpt-realtime-2.1", "gpt-realtime-2.1-mini", "gpt-transcribe"])
        while some := list(islice(calls, AT_A_TIME)):
            _store(some, prices, chance, ledger)
        _keep(ledger)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # as the server does by itself, sooner or later
        note(f"{connection.vendor}: {Usage.objects.count():,} rows of usage, "
             f"{DayUsage.objects.count():,} of the ledger")  # fmt: skip
        yield Pages(rows, connections["default"], _pages(people[0]))


def _calls(people: list[User], number: int, chance: random.Random) -> Iterator[Call]:
    """Make conversations of one call each, and their calls, at any time of the two years."""
    personas = list(Persona.objects.filter(owner=None))
    now = timezone.now()
    for each in range(number):
        owner = people[0] if each % 10 == 0 else chance.choice(people)
        persona = chance.choice(personas)
        session = persona.session_settings()
        kept = {**session.snapshot(), "persona": persona.snapshot()}
        began = now - timedelta(days=chance.random() * DAYS, minutes=5)
        length = timedelta(seconds=chance.randint(20, 280))
        times = {"started_at": began, "ended_at": began + length}
        talk = Conversation(owner=owner, persona=persona, settings=kept, duration=length, **times)
        yield Call(
            conversation=talk, number=1, model=session.model, end_reason=Call.EndReason.ENDED,
            transcription_model=session.transcription_model, **times,
        )  # fmt: skip


def _store(
    calls: list[Call],
    prices: PriceBook,
    chance: random.Random,
    ledger: dict[Account, Counter[str]],
) -> None:
    """Store calls with what they used, and add to the ledger as the site does."""
    used = []
    for call in calls:
        entries = call.recount()
        for number in range(OF_A_CALL):
            row = Usage.from_record(call, _record(number, chance))
            row.price(prices)
            used.append(row)
            entries.append(row.entry(call.account))
        for account, amounts in entries:
            ledger[account].update(amounts)
    Conversation.objects.bulk_create([call.conversation for call in calls])
    Call.objects.bulk_create(calls)
    Usage.objects.bulk_create(used, batch_size=5_000)


def _record(number: int, chance: random.Random) -> UsageRecord:
    at_ms = number * 2_000
    if number % 2:
        seconds = chance.randint(1, 200) / 10
        return UsageRecord(
            provider_id=f"item_{number}", kind="transcription", seconds=seconds, at_ms=at_ms
        )
    text, audio = chance.randint(200, 900), chance.randint(20, 2_000)
    tokens = Tokens(
        text_input=text, text_cached=text // 2, text_output=chance.randint(5, 80),
        audio_input=audio, audio_cached=audio // 3, audio_output=chance.randint(20, 400),
    )  # fmt: skip
    return UsageRecord(provider_id=f"resp_{number}", kind="response", tokens=tokens, at_ms=at_ms)


def _keep(ledger: dict[Account, Counter[str]]) -> None:
    rows = (
        DayUsage(
            day=account.day,
            owner_id=account.owner,
            persona_id=account.persona,
            persona_name=account.persona_name,
            model=account.model,
            **amounts,
        )
        for account, amounts in sorted(ledger.items(), key=lambda entry: entry[0].day)
    )
    DayUsage.objects.bulk_create(rows, batch_size=5_000)


def _pages(person: User) -> dict[str, tuple[Client, str]]:
    admin = User.objects.create_superuser("admin@example.org")
    before = Month.of(reports.today()).previous
    as_person, as_admin = _client(person), _client(admin)
    page = "/admin/voicechat/dayusage/"
    _check(as_person, as_admin, person, before)
    return {
        "a person's month": (as_person, "/usage/"),
        "a person's month before": (as_person, f"/usage/{before}/"),
        "the site today and this month": (as_admin, page),
        "the site's month before": (as_admin, f"{page}?month={before}"),
        "the site's month as CSV": (as_admin, f"{page}{before}.csv"),
    }


def _check(as_person: Client, as_admin: Client, person: User, month: Month) -> None:
    """Hold what pages say against the rows themselves."""
    first, last = (
        timezone.make_aware(datetime.combine(day, time.min))
        for day in (month.first, month.next.first)
    )
    rows = Usage.objects.filter(used_at__gte=first, used_at__lt=last)
    for client, address, found in (
        (as_person, f"/usage/{month}/", rows.filter(call__conversation__owner=person)),
        (as_admin, f"/admin/voicechat/dayusage/?month={month}", rows),
    ):
        cost = dollars(found.aggregate(cost=Sum("cost", default=Decimal(0)))["cost"])
        page = client.get(address).content.decode()
        assert f"<dd>{cost}</dd>" in page or not found.exists(), cost
        note(f"{connection.vendor}, {address}: {cost}, as {found.count():,} rows have it")


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
