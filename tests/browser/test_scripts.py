"""Calls with the local peer, as they were recorded (`record.py`), told again in every order."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run
from tests.browser.record import CALLS, SCRIPTS

SAID = "To-morrow morning, I will travel to London by train."
ANSWER = f'I heard you say: "{SAID}"'
GREETING = "Hello, I'm Juniper. What's on your mind?"
TRANSCRIPTS = {
    "plain": [("user", "final", SAID), ("assistant", "final", ANSWER)],
    "barge_in": [
        ("assistant", "interrupted", "Hello, I'm Juniper. What's"),
        ("user", "final", SAID),
        ("assistant", "final", ANSWER),
    ],
    "late_transcript": [("user", "final", SAID), ("assistant", "final", ANSWER)],
    "failed_transcription": [
        ("user", "failed", ""),
        (
            "assistant",
            "final",
            "I heard your voice, but I cannot tell what you said. Speech recognition failed.",
        ),
    ],
    "typed": [
        ("assistant", "final", GREETING),
        ("user", "final", "Tell me of the sea, please, and of the wind."),
        ("assistant", "interrupted", "You"),
        ("user", "final", "Good night."),
        ("assistant", "final", 'You wrote: "Good night."'),
    ],
    "push_to_talk": [("user", "final", SAID), ("assistant", "final", ANSWER)],
}
# Gives every transcript that comes of a script in its own order and in so many others.
TELL = """({ empty, inOrder, reduce }, [script, others]) => {
  const tell = (events) => {
    const end = events.reduce((state, [event, at]) => reduce(state, event, at), empty);
    return JSON.stringify(inOrder(end).map(({ role, state, text }) => [role, state, text]));
  };
  let number = 20261123; // the same orders each time
  const below = (bound) => (number = (number * 48_271) % 2_147_483_647) % bound;
  const shuffled = (events) => {
    for (let last = events.length - 1; last > 0; last--) {
      const other = below(last + 1);
      [events[last], events[other]] = [events[other], events[last]];
    }
    return events;
  };
  const told = new Set([tell(script)]);
  for (let n = 0; n < others; n++) told.add(tell(shuffled([...script])));
  return [...told].map(JSON.parse);
}"""


def script(path: Path) -> list[tuple[dict[str, Any], int]]:
    """The events that were received, each with its time in ms from the first."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    received = [line for line in lines if line["direction"] == "received"]
    times = [datetime.fromisoformat(line["at"]) for line in received]
    ages = [round((time - times[0]).total_seconds() * 1_000) for time in times]
    return [(line["event"], age) for line, age in zip(received, ages, strict=True)]


def test_every_script_has_its_transcript() -> None:
    assert {path.stem for path in SCRIPTS.iterdir()} == set(TRANSCRIPTS) == set(CALLS)


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_a_recorded_call_has_one_transcript_in_whatever_order_it_is_told(
    call_page: Page, name: str
) -> None:
    (told,) = run(call_page, "conversation", TELL, [script(SCRIPTS / f"{name}.jsonl"), 2_000])
    assert [tuple(turn) for turn in told] == TRANSCRIPTS[name]
