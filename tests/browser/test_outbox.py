"""The records of a call: each reaches the server, whatever is refused or fails on the way."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.modules import run

# Adds turns to the records of a call whose server answers by `answers` (a status each; then 200),
# and gives what was stored, what was kept on disk, and what the records said of themselves.
POST = """async ({ CallRecords }, { texts, answers, refused, named, flush }) => {
  const stored = {}, seen = [], batches = [], disk = new Map();
  const post = async (batch, { keepalive = false } = {}) => {
    batches.push({ keepalive, bytes: JSON.stringify(batch).length });
    const status = batch.turns.some(({ text }) => text === refused) ? 422 : answers.shift() ?? 200;
    if (status !== 200) throw Object.assign(new Error("no"), { status });
    for (const { item_id, text } of batch.turns) stored[item_id] = text;
    if (batch.end_reason) stored.end = batch.end_reason;
    const index = batch.turns.findIndex(({ text }) => text === named);
    return index < 0 ? {} : { refused: [{ kind: "turns", index, message: "not this" }] };
  };
  const store = {
    put: async (entries) => entries.every((entry) => disk.set(entry.key, entry)),
    remove: async (entries) => entries.forEach(({ key }) => disk.delete(key)),
  };
  const records = new CallRecords({}, post, store);
  records.addEventListener("change", ({ detail }) => seen.push(detail));
  texts.forEach((text, n) => records.addTurn({ item_id: `i${n}`, text }));
  records.note({ end_reason: "ended" });
  if (flush) records.flush();
  await records.drained(10_000);
  return { stored, seen, batches, disk: [...disk.values()] };
}"""


def post(page: Page, texts: list[str], **server: Any) -> dict[str, Any]:
    given = {"answers": [], "refused": None, "named": None, "flush": False, **server}
    return run(page, "call_records", POST, {"texts": texts, **given})


def test_what_is_added_together_goes_in_one_batch(call_page: Page) -> None:
    found = post(call_page, ["one", "two"])
    assert found["stored"] == {"i0": "one", "i1": "two", "end": "ended"}
    assert len(found["batches"]) == 1
    assert found["disk"] == []


def test_a_failure_is_tried_again_and_is_no_refusal(call_page: Page) -> None:
    found = post(call_page, ["one"], answers=[503, 401])
    assert found["stored"] == {"i0": "one", "end": "ended"}
    assert [change["refused"] for change in found["seen"]] == [0] * 4


def test_one_refused_record_does_not_take_the_others_with_it(call_page: Page) -> None:
    texts = [f"line {n}" for n in range(9)]
    found = post(call_page, texts, refused="line 4")
    kept = {f"i{n}": text for n, text in enumerate(texts) if n != 4}
    assert found["stored"] == {**kept, "end": "ended"}
    assert [change["refused"] for change in found["seen"]].count(1) == 1
    assert [kept["value"]["text"] for kept in found["disk"]] == ["line 4"]


def test_a_refusal_by_name_costs_no_further_request(call_page: Page) -> None:
    found = post(call_page, ["one", "two", "three"], named="two")
    assert len(found["batches"]) == 1
    assert [(kept["value"]["text"], kept["refusal"]) for kept in found["disk"]] == [
        ("two", "not this")
    ]


def test_a_call_that_is_not_ones_own_is_refused_as_a_whole(call_page: Page) -> None:
    found = post(call_page, ["one", "two"], answers=[404])
    assert len(found["batches"]) == 1
    assert len(found["disk"]) == 3


def test_a_page_that_goes_away_sends_requests_that_browsers_let_pass(call_page: Page) -> None:
    found = post(call_page, ["x" * 2_000] * 60, flush=True)
    last_words = [batch for batch in found["batches"] if batch["keepalive"]]
    assert last_words
    assert all(batch["bytes"] < 60_000 for batch in last_words)
    assert len(found["stored"]) == 61


WAITED_FOR = """async ({ CallRecords }) => {
  const answers = [503];
  const post = async () => {
    const status = answers.shift();
    if (status) throw Object.assign(new Error("no"), { status, retryAfter: 60 });
    return {};
  };
  const records = new CallRecords({}, post, { put: async () => true, remove: async () => {} });
  const failed = new Promise((resolve) => {
    records.addEventListener("change", ({ detail }) => detail.error && resolve());
  });
  records.addTurn({ item_id: "i0", text: "one" });
  await failed;
  await records.drained(1_000);
  return records.waiting;
}"""


def test_what_somebody_waits_for_is_tried_again_at_once(call_page: Page) -> None:
    assert run(call_page, "call_records", WAITED_FOR) == 0


# The disk has no room for a first line, and has some when a second one comes.
FULL = """async ({ CallRecords }) => {
  const disk = [], atRisk = [];
  let hasRoom = false;
  const store = {
    put: async (entries) => hasRoom && disk.push(...entries.map(({ value }) => value.text)) > 0,
    remove: async () => {},
  };
  const post = async () => { throw Object.assign(new Error("no"), { status: 503 }); };
  const records = new CallRecords({}, post, store);
  const failed = () => new Promise((resolve) => {
    records.addEventListener("change", ({ detail }) => detail.error && resolve());
  });
  records.addTurn({ item_id: "i0", text: "one" });
  await failed();
  atRisk.push(records.isAtRisk);
  hasRoom = true;
  RETRY;
  await new Promise((resolve) => setTimeout(resolve));
  atRisk.push(records.isAtRisk);
  return { disk, atRisk };
}"""


@pytest.mark.parametrize(
    ("retry", "kept"),
    [
        ("records.addTurn({ item_id: 'i1', text: 'two' })", ["one", "two"]),
        ("records.hurry()", ["one"]),
    ],
    ids=["with the next line", "with the next try to send it"],
)
def test_a_disk_that_was_full_is_offered_again_what_it_did_not_take(
    call_page: Page, retry: str, kept: list[str]
) -> None:
    found = run(call_page, "call_records", FULL.replace("RETRY", retry))
    assert found == {"disk": kept, "atRisk": [True, False]}


# What is posted by the records of a call that is up for a while, and then no longer. A beat is as
# short as a test can wait for.
BEATS = """async ({ CallRecords }, statuses) => {
  const wait = globalThis.setTimeout;
  globalThis.setTimeout = (act, ms) => wait(act, ms === 30_000 ? 40 : ms > 500 ? 20 : ms);
  const batches = [], answers = [];
  const post = async (batch) => {
    batches.push(batch);
    const status = statuses.shift();
    if (status) throw Object.assign(new Error("no"), { status, code: "busy" });
    return { seconds_left: 60 - batches.length };
  };
  const records = new CallRecords({}, post, { put: async () => true, remove: async () => {} });
  records.addEventListener("answer", ({ detail }) => answers.push(detail.seconds_left));
  const count = async (number) => {
    while (batches.length < number) await new Promise((resolve) => wait(resolve, 5));
  };
  records.keepUp(true);
  await count(3);
  records.addTurn({ item_id: "i0", text: "one" });
  await count(6);
  records.keepUp(false);
  await new Promise((resolve) => wait(resolve, 200));
  globalThis.setTimeout = wait;
  return { batches, answers };
}"""


def test_the_server_hears_of_a_call_that_is_up_and_says_what_time_it_has_left(
    call_page: Page,
) -> None:
    found = run(call_page, "call_records", BEATS, [])
    sent = [len(batch["turns"]) for batch in found["batches"]]
    assert sent == [0, 0, 0, 1, 0, 0]
    assert found["answers"] == [59, 58, 57, 56, 55, 54]


def test_a_beat_that_fails_is_followed_by_others(call_page: Page) -> None:
    found = run(call_page, "call_records", BEATS, [503, 404, 413])
    assert len(found["batches"]) == 6
    assert len(found["answers"]) == 3
