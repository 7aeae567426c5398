"""What events of the provider say was used, on its way through page and site to its price.

The figures are worked out by hand, by two price lists: that of yesterday and that of today.
"""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openai.types.realtime import (
    ConversationItemInputAudioTranscriptionCompletedEvent,
    ResponseDoneEvent,
)
from playwright.sync_api import Page

from tests.browser.modules import run
from tests.browser.records import start_call
from tests.support.processes import Site, wait_until
from tests.support.sdk import validated

LINES = (Path(__file__).parent / "usage.jsonl").read_text().splitlines()
EVENTS = [json.loads(line) for line in LINES]
KINDS = {
    "response.done": ResponseDoneEvent,
    "conversation.item.input_audio_transcription.completed": (
        ConversationItemInputAudioTranscriptionCompletedEvent
    ),
}
# Has a transcript take events in at the times at which they came, by a clock of our own.
TAKE = """async ({ Transcript }, [url, events]) => {
  const { files } = globalThis;
  const { outbox } = await import(`/static/${files.paths["voicechat/js/deliver.js"]}`);
  const transcript = new Transcript();
  transcript.keepIn(outbox.of(url));
  const now = performance.now;
  performance.now = () => globalThis.atMs;
  globalThis.atMs = 5_000;
  transcript.take({ type: "session.created", session: {} });
  for (const { at_ms, event } of events) {
    globalThis.atMs = 5_000 + at_ms;
    transcript.take(event);
  }
  performance.now = now;
}"""
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
TEN_MINUTES = timedelta(minutes=10)
# Per million: text in, cached, out; audio in, cached, out. The first six are those of a new site.
#   yesterday: 4, 0.40, 24; 32, 0.40, 64; transcription 0.0045 a minute
#   today:     5, 0.50, 20; 30, 0.30, 60; transcription 0.0060 a minute
DEARER = """
INSERT INTO voicechat_price (model_id, since, text_input, text_cached, text_output, audio_input,
  audio_cached, audio_output, per_minute)
SELECT id, %s, 5, 0.5, 20, 30, 0.3, 60, 0.006 FROM voicechat_speechmodel
WHERE name IN ('gpt-realtime-2.1', 'gpt-transcribe')
"""
YESTERDAYS = {
    # 214 × 4 + 18 × 24 + 39 × 32 + 91 × 64 = 856 + 432 + 1,248 + 5,824 = 8,360 per million
    "resp_1": "0.008360",
    # 100 × 4 + 200 × 0.40 + 25 × 24 = 400 + 80 + 600 = 1,080
    # 80 × 32 + 100 × 0.40 + 130 × 64 = 2,560 + 40 + 8,320 = 10,920; in all 12,000
    "resp_2": "0.012000",
    # 30 × 4 + 320 × 0.40 + 4 × 24 = 120 + 128 + 96 = 344; cut off, and billed all the same
    # 50 × 32 + 200 × 0.40 + 22 × 64 = 1,600 + 80 + 1,408 = 3,088; in all 3,432
    "resp_3": "0.003432",
    "item_1": "0.000240",  # 3.2 s × 0.0045 ÷ 60
    "item_2": "0.0009375",  # 12.5 s × 0.0045 ÷ 60
}
TODAYS = {
    # 50 × 5 + 350 × 0.50 + 30 × 20 = 250 + 175 + 600 = 1,025
    # 70 × 30 + 250 × 0.30 + 160 × 60 = 2,100 + 75 + 9,600 = 11,775; in all 12,800
    "resp_4": "0.012800",
    "item_3": "0.000700",  # 7 s × 0.0060 ÷ 60
    # 120 × 5 + 400 × 0.50 + 40 × 20 = 600 + 200 + 800 = 1,600; pictures have no price
    # 160 × 30 + 320 × 0.30 + 200 × 60 = 4,800 + 96 + 12,000 = 16,896; in all 18,496
    "resp_5": "0.018496",
}
# 0.008360 + 0.012000 + 0.003432 + 0.000240 + 0.0009375, of which transcription 0.0011775
COST_OF_YESTERDAY = Decimal("0.0249695")
COST_OF_TODAY = Decimal("0.0319960")  # 0.012800 + 0.000700 + 0.018496


def test_the_events_are_such_as_the_sdk_knows() -> None:
    for line in EVENTS:
        event = line["event"]
        assert validated(KINDS[event["type"]], event).type == event["type"]


@pytest.fixture
def priced(page: Page, site: Site) -> Site:
    """A site that has taken the events in: in a call over midnight, with which prices change."""
    records_url = start_call(page)
    with site.connect() as database:
        database.execute("DELETE FROM voicechat_price WHERE since > '2026-01-01'")
        database.execute(DEARER, [TODAY.date().isoformat()])
        began = (TODAY - TEN_MINUTES).replace(tzinfo=None)
        database.execute("UPDATE voicechat_call SET started_at = %s", [str(began)])
    run(page, "transcript", TAKE, [records_url, EVENTS])
    wait_until(lambda: len(used(site)) == 8)
    yield site
    with site.connect() as database:
        database.execute("DELETE FROM voicechat_price WHERE since > '2026-01-01'")


def dollars(cost: float | Decimal) -> Decimal:
    """What a database gives, which may be binary, with the decimals that are kept."""
    return Decimal(cost).quantize(Decimal("1e-10"))


def used(site: Site) -> dict[str, Any]:
    rows = site.rows("SELECT provider_id, cost FROM voicechat_usage")
    return {provider_id: dollars(cost) for provider_id, cost in rows}


def days(site: Site) -> dict[str, Decimal]:
    rows = site.rows("SELECT day, SUM(cost) FROM voicechat_dayusage GROUP BY day")
    return {str(day): dollars(cost) for day, cost in rows}


def test_it_costs_what_was_worked_out_by_hand_before_and_after_a_change_of_price(
    priced: Site,
) -> None:
    assert used(priced) == {key: Decimal(cost) for key, cost in (YESTERDAYS | TODAYS).items()}
    yesterday = (TODAY - timedelta(days=1)).date().isoformat()
    assert days(priced) == {yesterday: COST_OF_YESTERDAY, TODAY.date().isoformat(): COST_OF_TODAY}
