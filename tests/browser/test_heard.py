"""Of a reply that was cut off only what was heard is shown, and kept, whatever came when."""

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run
from tests.browser.test_captions import question, reply
from tests.support.records import turn
from voicechat.records import strength

TEXT = "Once upon a time there was a fox, and the fox had a plan."
SHOW = """({ empty, cutOff, inOrder, reduce }, [events, hasEnded]) => {
  const open = events.reduce((state, [event, at]) => reduce(state, event, at), empty);
  return inOrder(hasEnded ? cutOff(open) : open).map(({ state, text }) => [state, text]);
}"""
# Every record that would be posted on the way, and the captions at the end.
REPLAY = """async ({ empty, inOrder, reduce }, scripts) => {
  const transcript = globalThis.files.paths["voicechat/js/transcript.js"];
  const { isFinished, turnRecord } = await import(`/static/${transcript}`);
  return scripts.map((events) => {
    let state = empty;
    const posted = [];
    for (const [event, at] of events) {
      state = reduce(state, event, at);
      const changed = state.changed.map((id) => state.items.get(id));
      posted.push(...changed.filter(isFinished).map(turnRecord));
    }
    return { posted, shown: inOrder(state).map(({ id, state: is, text }) => [id, is, text]) };
  });
}"""

Timed = list[tuple[dict[str, Any], int]]


def interrupted(truncated_ms: int | None = 1_000, stopped_ms: int = 2_000) -> Timed:
    """A reply of 4 seconds that is cut off after one, at `stopped_ms` of the session."""
    added, placed, started, delta, whole, _, _ = reply("a1", "q1", TEXT)
    usage = {"output_token_details": {"audio_tokens": 80}}
    done = {"id": "resp_a1", "status": "cancelled", "usage": usage}
    events: Timed = [(event, 900) for event in (added, placed)]
    events += [(started, 1_000), (delta, 1_100), (whole, 1_200)]
    events += [({"type": "output_audio_buffer.cleared", "response_id": "resp_a1"}, stopped_ms)]
    if truncated_ms is not None:
        cut = {"type": "conversation.item.truncated", "item_id": "a1"}
        events += [({**cut, "audio_end_ms": truncated_ms}, stopped_ms)]
    return [*events, ({"type": "response.done", "response": done}, stopped_ms + 5)]


def shown(page: Page, events: Timed, *, has_ended: bool = False) -> list[str]:
    return run(page, "conversation", SHOW, [events, has_ended])[-1]


@pytest.mark.parametrize(
    "events",
    [interrupted(), interrupted(None), interrupted(1_000, 1_000)],
    ids=["by the provider and the clock", "by the clock", "by the provider"],
)
def test_an_interrupted_reply_ends_where_it_was_cut_off(call_page: Page, events: Timed) -> None:
    assert shown(call_page, events) == ["interrupted", "Once upon a time there"]


def test_a_reply_that_never_sounded_says_nothing(call_page: Page) -> None:
    silent = [each for each in interrupted(None) if "output_audio_buffer" not in each[0]["type"]]
    assert shown(call_page, silent) == ["interrupted", ""]


def test_a_reply_that_was_played_out_is_whole(call_page: Page) -> None:
    cleared = "output_audio_buffer.cleared"
    played = [
        (
            {**event, "type": "output_audio_buffer.stopped"} if event["type"] == cleared else event,
            at,
        )
        for event, at in interrupted(None)
    ]
    assert shown(call_page, played) == ["interrupted", TEXT]


def test_the_end_of_the_call_marks_a_reply_and_leaves_its_words(call_page: Page) -> None:
    playing = [each for each in interrupted(None) if "cleared" not in each[0]["type"]]
    done = {**playing[-1][0], "response": {**playing[-1][0]["response"], "status": "completed"}}
    sounding = [*playing[:-1], (done, 1_300)]
    assert shown(call_page, sounding) == ["pending", TEXT]
    assert shown(call_page, sounding, has_ended=True) == ["interrupted", TEXT]


def test_words_are_not_cut_in_languages_without_spaces(call_page: Page) -> None:
    cut = "({ heardPart }) => heardPart('今日はとても良い天気ですね。', 0.5)"
    assert run(call_page, "heard", cut) == "今日はとても良い"


@pytest.mark.slow
def test_any_order_shows_and_keeps_the_same_words(call_page: Page) -> None:
    chance = random.Random(20261122)  # noqa: S311
    talk = [*((event, 0) for event in question("q1", None, "A story, please.")), *interrupted()]
    orders = [chance.sample(talk, len(talk)) for _ in range(2_000)]
    for played in run(call_page, "conversation", REPLAY, orders):
        assert played["shown"] == [
            ["q1", "final", "A story, please."],
            ["a1", "interrupted", "Once upon a time there"],
        ]
        for id_, state, text in played["shown"]:
            kept = max((each for each in played["posted"] if each["item_id"] == id_), key=ranked)
            assert (kept["state"], kept["text"]) == (state, text)


def ranked(record: dict[str, Any]) -> tuple[object, ...]:
    plain = turn(**record)
    return strength(
        state=plain.state,
        text=plain.text,
        position=plain.position,
        start_ms=plain.start_ms,
        end_ms=plain.end_ms,
        role=plain.role,
    )
