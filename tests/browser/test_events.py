"""The event log: every event both ways, bounded, and nothing while it is off."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.modules import run
from tests.browser.test_release import heap
from tests.browser.test_talking import open_settings, start

FILL = """({ EventLog, toJsonLines }) => {
  const log = new EventLog();
  const add = (type, more = {}) => log.add("received", JSON.stringify({ type, ...more }));
  for (let n = 0; n < 2_500; n++) add("tick", { n });
  const ticks = log.matching("");
  log.clear();
  for (let n = 0; n < 10; n++) add("long", { n, words: "w ".repeat(300_000) });
  const long = log.matching("").length;
  log.clear();
  add("response.output_audio.delta", { delta: "QUJD".repeat(2_000) });
  log.add("sent", "{");
  return {
    ticks: ticks.length, first: ticks[0].text, long,
    found: log.matching("received AUDIO").map(({ bytes, text }) => ({ bytes, kept: text.length })),
    nonsense: log.matching("sent").map(({ type }) => type),
    lines: toJsonLines(log.matching("")),
  };
}"""


# A page at the back: the browser gives it no frames.
UNSEEN = """({ Events }) => {
  const { requestAnimationFrame } = globalThis;
  const frames = [];
  globalThis.requestAnimationFrame = (frame) => frames.push(frame);
  const events = new Events();
  const long = (type) => JSON.stringify({ type, words: "w".repeat(100_000) });
  for (let n = 0; n < 400; n++) events.add("received", long(`tick.${n}`));
  globalThis.bringBack = () => {
    globalThis.requestAnimationFrame = requestAnimationFrame;
    for (const frame of frames) frame();
    return [...document.querySelectorAll("#events-list code")].map((code) => code.textContent);
  };
}"""


def test_the_newest_events_are_kept_within_bounds(call_page: Page) -> None:
    found = run(call_page, "event_log", FILL)
    assert found["ticks"] == 2_000
    assert json.loads(found["first"])["n"] == 500
    assert found["long"] == 6
    assert found["nonsense"] == ["?"]
    assert [json.loads(line)["event"] for line in found["lines"].splitlines()][1] == "{"


def test_sound_is_counted_but_not_kept(call_page: Page) -> None:
    (entry,) = run(call_page, "event_log", FILL)["found"]
    assert entry["bytes"] > 8_000
    assert entry["kept"] < 100


def test_a_page_at_the_back_keeps_no_more_than_one_in_front(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    before = heap(devtools)
    run(page, "ui/events", UNSEEN)
    assert heap(devtools) - before < 10_000_000  # of 40
    shown = page.evaluate("() => bringBack()")
    assert 30 < len(shown) < 50
    assert shown[-1] == "tick.399"


def test_nothing_is_kept_while_the_log_is_off(page: Page) -> None:
    start(page)
    expect(page.get_by_role("article").first).to_be_visible()  # so that events have come
    open_settings(page)
    page.get_by_label("Record what goes over the wire").check()
    page.get_by_role("searchbox", name="Filter").fill("session.created")
    expect(page.get_by_role("group", name="Events").locator("summary")).to_have_count(0)


def test_events_are_copied_as_they_are_downloaded(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write", "microphone"])
    start(page)
    open_settings(page)
    page.get_by_label("Record what goes over the wire").check()
    page.get_by_role("textbox", name="Message").fill("A typed question")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("searchbox", name="Filter").fill("sent create")
    sent = page.get_by_role("group", name="Events").locator("summary")
    expect(sent.filter(has_text="conversation.item.create")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    first, *_ = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert json.loads(first)["event"]["item"]["content"][0]["text"] == "A typed question"


def test_events_are_seen_filtered_paused_and_downloaded(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    page.get_by_role("button", name="Settings").click()
    rows = page.get_by_role("group", name="Events").locator("summary")
    expect(rows).to_have_count(0)
    page.get_by_label("Record what goes over the wire").check()
    page.get_by_role("textbox", name="Message").fill("A typed question")
    page.get_by_role("button", name="Send").click()
    sent = rows.filter(has_text="conversation.item.create")
    expect(sent.first).to_be_visible()
    expect(rows.filter(has_text="response.done").first).to_be_visible(timeout=20_000)
    page.get_by_role("searchbox", name="Filter").fill("sent create")
    expect(rows.filter(has_text="response.done")).to_have_count(0)
    sent.first.click()
    expect(page.locator("#events-list pre")).to_contain_text('"text": "A typed question"')
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    lines = Path(download.value.path()).read_text().splitlines()
    kept = [json.loads(line) for line in lines]
    assert {entry["direction"] for entry in kept} == {"sent"}
    assert kept[0]["event"]["type"] == "conversation.item.create"
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("searchbox", name="Filter").fill("")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("textbox", name="Message").fill("Another one")
    page.get_by_role("button", name="Send").click()
    log = page.get_by_role("log")
    expect(log.get_by_role("article", name="You").filter(has_text="Another one")).to_be_visible()
    expect(rows).to_have_count(0)
    page.get_by_role("button", name="Go on").click()
    expect(rows.filter(has_text="conversation.item.create").first).to_be_visible()
