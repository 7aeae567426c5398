"""The calls of one conversation, when two things happen at once."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run

LINES = Path(__file__).with_name("lines.js").read_text()


def talk(page: Page, code: str) -> Any:
    """Run the body of a JavaScript function with `Chain` and `talk`."""
    page.evaluate(f"{{ {LINES} }} null")
    return run(page, "chain", f"async ({{ Chain }}) => {{ {code} }}")


LEFT_AFTER_A_CHANGE = """
  const { chain, lines, stored, until, isTakenOver } = talk(Chain);
  await chain.open();
  await until(isTakenOver);
  lines[1].begin("i1");
  lines[1].commit("i1");
  chain.leave();
  await until(() => stored[1].end_reason);
  return stored;
"""


def test_a_page_that_goes_away_after_a_change_of_calls_ends_the_second(call_page: Page) -> None:
    stored = talk(call_page, LEFT_AFTER_A_CHANGE)
    assert [call["end_reason"] for call in stored] == ["rolled_over", "page_closed"]
    assert stored[1]["turns"] == ["failed: "]  # and what was being said shows that it is missing


LEFT_BEFORE_A_CHANGE = """
  const { chain, lines, until, isReady } = talk(Chain);
  await chain.open();
  lines[0].begin("i1");
  await until(isReady);
  chain.leave();
  return lines.map(({ isClosed }) => isClosed);
"""


def test_a_call_that_was_only_made_ready_ends_with_the_page(call_page: Page) -> None:
    assert talk(call_page, LEFT_BEFORE_A_CHANGE) == [True, True]


ENDED_BEFORE_A_CHANGE = """
  const { chain, lines, stored, until, isReady } = talk(Chain);
  await chain.open();
  lines[0].begin("i1");
  await until(isReady);
  chain.close("ended");
  await until(() => stored[1].end_reason);
  lines[0].commit("i1");
  lines[0].write("i1", "Good night.");
  await until(() => stored[0].end_reason);
  return stored.map(({ turns }) => turns);
"""


def test_the_last_words_are_waited_for_although_another_call_is_ready(call_page: Page) -> None:
    assert talk(call_page, ENDED_BEFORE_A_CHANGE) == [["final: Good night."], []]


SET_BEFORE_A_CHANGE = """
  const { chain, lines, until, isReady } = talk(Chain);
  await chain.open();
  lines[0].begin("i1");
  await until(isReady);
  await chain.adjust({ turn_detection: "server_vad", speed: 1.2 });
  lines[0].commit("i1");
  lines[0].write("i1", "Faster, please.");
  await until(() => lines[1].sent.length);
  chain.leave();
  return lines[1].sent.map(({ session }) => session.speed);
"""


def test_what_is_set_while_another_call_is_made_ready_holds_there_too(call_page: Page) -> None:
    assert talk(call_page, SET_BEFORE_A_CHANGE) == [1.2]


LET_GO_BEFORE_A_CHANGE = """
  const { promise, resolve } = Promise.withResolvers();
  const { chain, lines, until, isReady } = talk(Chain, {
    replay: () => promise,
    turn_detection: "push_to_talk",
  });
  await chain.open();
  await until(isReady);
  chain.call.talking.press();
  await new Promise((done) => setTimeout(done, 350)); // long enough for a word
  chain.call.talking.release();
  resolve({ items: [], left_out: 0 });
  await until(() => lines.some(({ isClosed }) => isClosed));
  await until(() => lines[0].isClosed || lines[0].sent.length > 1);
  chain.leave();
  return lines[0].sent.map(({ type }) => type);
"""


def test_a_button_that_was_let_go_just_now_is_no_pause(call_page: Page) -> None:
    sent = talk(call_page, LET_GO_BEFORE_A_CHANGE)
    assert sent == ["input_audio_buffer.clear", "input_audio_buffer.commit", "response.create"]


SAID_BEFORE_A_CHANGE = """
  const { promise, resolve } = Promise.withResolvers();
  const { chain, lines, stored, until, isReady } = talk(Chain, { replay: () => promise });
  await chain.open();
  await until(isReady);
  for (const [n, line] of lines.entries()) {
    line.begin(`i${n}`);
    line.commit(`i${n}`);
    line.write(`i${n}`, "Yes.");
  }
  resolve({ items: [], left_out: 0 });
  await until(() => stored.some(({ end_reason }) => end_reason));
  chain.leave();
  return stored.slice(0, 2);
"""


def test_what_is_said_while_another_call_is_made_ready_is_stored_once(call_page: Page) -> None:
    before, ready = talk(call_page, SAID_BEFORE_A_CHANGE)
    assert before["turns"] == ["final: Yes."]
    assert ready["turns"] == []
    assert before.get("end_reason") != "rolled_over"  # the other one would not know of it


FORGOTTEN = """
  const { chain, said, until, isTakenOver } = talk(Chain, {
    replay: async () => ({ items: [], left_out: 3 }),
  });
  await chain.open();
  await until(isTakenOver);
  chain.leave();
  return said.filter(([type]) => type === "line" || type === "further").at(-1);
"""


def test_what_the_next_call_does_not_know_is_said_last(call_page: Page) -> None:
    assert talk(call_page, FORGOTTEN) == ["further", {"leftOut": 3}]


EXPIRED_BEFORE_ITS_START = """
  const { promise, resolve } = Promise.withResolvers();
  const { chain, lines, said, until } = talk(Chain, { replay: () => promise });
  await chain.open();
  lines[0].dispatchEvent(new CustomEvent("connection", { detail: "lost" }));
  await until(() => lines[1]?.isGreeted);
  lines[1].tell({ type: "error", error: { code: "session_expired" } });
  resolve({ items: [], left_out: 0 });
  await until(() => said.filter(([type]) => type === "line").length > 2);
  chain.leave();
  return lines.map(({ isClosed }) => isClosed);
"""


def test_a_session_that_ends_before_its_call_has_begun_is_replaced_once(call_page: Page) -> None:
    assert talk(call_page, EXPIRED_BEFORE_ITS_START) == [True, True, True]


BY_A_WRONG_CLOCK = """
  const { chain, said, until, isTakenOver } = talk(Chain, { ahead: AHEAD });
  await chain.open();
  await until(isTakenOver);
  chain.leave();
  const { expiresAt } = said.filter(([type]) => type === "further")[0][1];
  return Math.round(expiresAt - Date.now() / 1_000);
"""


@pytest.mark.parametrize("ahead", [-7_200, 7_200])
def test_the_end_of_a_session_is_known_whatever_the_clock_says(call_page: Page, ahead: int) -> None:
    left = talk(call_page, BY_A_WRONG_CLOCK.replace("AHEAD", str(ahead)))
    assert -5 < left <= 1


# Time runs a hundred times as fast.
GIVEN_UP = """
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (act, ms = 0) => setTimeout(act, ms / 100);
  try {
    const refusal = { mayPass: true, retryAfter: null };
    const { chain, lines, said, until } = talk(Chain, { refusal });
    await chain.open();
    lines[0].dispatchEvent(new CustomEvent("connection", { detail: "lost" }));
    const changes = () => said.filter(([type]) => type === "line").map(([, { change }]) => change);
    await until(() => changes().includes("lost"));
    await chain.drained(0);
    chain.close("lost");
    const tries = lines.length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    return [changes(), tries < 20, lines.length - tries];
  } finally {
    globalThis.setTimeout = setTimeout;
  }
"""


def test_a_line_that_does_not_come_back_is_given_up_in_the_end(call_page: Page) -> None:
    assert talk(call_page, GIVEN_UP) == [["open", "down", "lost"], True, 0]
