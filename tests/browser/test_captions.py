"""The conversation's pure state: which captions stand where, whatever order events come in."""

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run

REDUCE = """({ cutOff, empty, inOrder, reduce }, [scripts, hasEnded]) => scripts.map((events) => {
  const open = events.reduce((state, event, at) => reduce(state, event, at), empty);
  return inOrder(hasEnded ? cutOff(open) : open)
    .map(({ id, state, text, position }) => ({ id, state, text, position }));
})"""


def item(id_: str, role: str, previous: str | None, **fields: Any) -> dict[str, Any]:
    message = {"id": id_, "type": "message", "role": role, "content": [], **fields}
    return {"type": "conversation.item.added", "previous_item_id": previous, "item": message}


def question(id_: str, previous: str | None, text: str) -> list[dict[str, Any]]:
    heard = "conversation.item.input_audio_transcription.completed"
    return [
        {"type": "input_audio_buffer.speech_started", "item_id": id_, "audio_start_ms": 5},
        {"type": "input_audio_buffer.committed", "item_id": id_, "previous_item_id": previous},
        item(id_, "user", previous),
        {"type": heard, "item_id": id_, "transcript": text},
    ]


def reply(id_: str, previous: str, text: str, status: str = "completed") -> list[dict[str, Any]]:
    response = f"resp_{id_}"
    message = {"id": id_, "type": "message", "role": "assistant", "content": []}
    words = "response.output_audio_transcript"
    return [
        {"type": "response.output_item.added", "response_id": response, "item": message},
        item(id_, "assistant", previous),
        {"type": "output_audio_buffer.started", "response_id": response},
        {"type": f"{words}.delta", "response_id": response, "item_id": id_, "delta": text[:4]},
        {"type": f"{words}.done", "response_id": response, "item_id": id_, "transcript": text},
        {"type": "response.done", "response": {"id": response, "status": status}},
        {"type": "output_audio_buffer.stopped", "response_id": response},
    ]


TALK = [
    *question("q1", None, "Is it far?"),
    *reply("a1", "q1", "Not at all."),
    *question("q2", "a1", "How far?"),
    *reply("a2", "q2", "Two miles."),
]
WORDS = ["Is it far?", "Not at all.", "How far?", "Two miles."]


def captions(
    page: Page, events: list[dict[str, Any]], has_ended: bool = False
) -> list[dict[str, Any]]:
    return run(page, "conversation", REDUCE, [[events], has_ended])[0]


def test_a_talk_ends_in_final_captions_in_order(call_page: Page) -> None:
    found = captions(call_page, TALK)
    assert [caption["text"] for caption in found] == WORDS
    assert {caption["state"] for caption in found} == {"final"}
    positions = [caption["position"] for caption in found]
    assert positions == sorted(set(positions))


def test_transcripts_may_come_at_any_time(call_page: Page) -> None:
    late = [event for event in TALK if "transcription" in event["type"]]
    on_time = [event for event in TALK if event not in late]
    assert [caption["text"] for caption in captions(call_page, on_time + late[::-1])] == WORDS


@pytest.mark.slow
def test_any_order_of_events_ends_in_the_same_captions(call_page: Page) -> None:
    chance = random.Random(20261122)  # noqa: S311
    orders = [chance.sample(TALK, len(TALK)) for _ in range(2_000)]
    for found in run(call_page, "conversation", REDUCE, [orders, False]):
        assert [(caption["text"], caption["state"]) for caption in found] == [
            (words, "final") for words in WORDS
        ]
        positions = [caption["position"] for caption in found]
        assert positions == sorted(set(positions))


def test_events_that_come_twice_change_nothing(call_page: Page) -> None:
    twice = [event for event in TALK for _ in range(2)]
    assert captions(call_page, twice) == captions(call_page, TALK)


def test_a_turn_that_is_not_written_down_yet_holds_its_place(call_page: Page) -> None:
    found = captions(call_page, [*question("q1", None, "")[:3], *reply("a1", "q1", "Yes.")])
    assert [(caption["id"], caption["state"]) for caption in found] == [
        ("q1", "pending"),
        ("a1", "final"),
    ]


def test_a_reply_that_was_cut_off_says_so(call_page: Page) -> None:
    spoken = reply("a1", "q1", "Once upon a time", status="cancelled")
    cleared = {"type": "output_audio_buffer.cleared", "response_id": "resp_a1"}
    truncated = {"type": "conversation.item.truncated", "item_id": "a1", "audio_end_ms": 400}
    for events in (spoken, [*spoken[:5], cleared], [*spoken[:5], truncated, spoken[5]]):
        assert captions(call_page, events)[0]["state"] == "interrupted"


def test_a_failed_transcription_is_said(call_page: Page) -> None:
    failed = {"type": "conversation.item.input_audio_transcription.failed", "item_id": "q1"}
    found = captions(call_page, [*question("q1", None, "")[:3], failed])
    assert found[0]["state"] == "failed"


def test_the_end_finishes_what_is_unfinished(call_page: Page) -> None:
    heard = question("q1", None, "")[:3]
    noise = {"type": "input_audio_buffer.speech_started", "item_id": "q2", "audio_start_ms": 9}
    found = captions(call_page, [*heard, *reply("a1", "q1", "Well,")[:4], noise], has_ended=True)
    assert [(caption["id"], caption["state"]) for caption in found] == [
        ("q1", "failed"),
        ("a1", "interrupted"),
    ]
    assert all(caption["position"] for caption in found)


def test_predecessors_that_make_no_sense_lose_no_words(call_page: Page) -> None:
    circle = [*question("q1", "q2", "One."), *question("q2", "q1", "Two.")]
    itself = question("q3", "q3", "Three.")
    found = captions(call_page, [*circle, *itself], has_ended=True)
    assert {caption["text"] for caption in found} == {"One.", "Two.", "Three."}
    assert all(caption["position"] for caption in found)


def test_items_that_nobody_reads_keep_the_chain_whole(call_page: Page) -> None:
    call = {"id": "f1", "type": "function_call", "name": "look", "arguments": "{}"}
    silent = {"type": "conversation.item.added", "previous_item_id": "q1", "item": call}
    talk = [*question("q1", None, "Look!"), silent, *question("q2", "f1", "Well?")]
    found = captions(call_page, talk)
    assert [caption["text"] for caption in found] == ["Look!", "Well?"]
    assert all(caption["position"] for caption in found)
