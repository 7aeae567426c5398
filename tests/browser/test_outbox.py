"""The outbox: every record reaches the server, whatever is refused or fails on the way."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.modules import run

# Adds turns to an outbox whose server answers by `answers` (a status each; then 200), and gives
# what was stored, and what the outbox said of itself.
POST = """async ({ Outbox }, { texts, answers, refused, flush }) => {
  const stored = {}, seen = [], batches = [];
  const post = async (batch, { keepalive = false } = {}) => {
    batches.push({ keepalive, bytes: JSON.stringify(batch).length });
    const status = batch.turns.some(({ text }) => text === refused) ? 422 : answers.shift() ?? 200;
    if (status !== 200) throw Object.assign(new Error("no"), { status });
    for (const { item_id, text } of batch.turns) stored[item_id] = text;
    if (batch.end_reason) stored.end = batch.end_reason;
  };
  const outbox = new Outbox(post);
  outbox.addEventListener("change", ({ detail }) => seen.push([detail.waiting, detail.isRefused]));
  texts.forEach((text, n) => outbox.addTurn({ item_id: `i${n}`, text }));
  outbox.note({ end_reason: "ended" });
  if (flush) outbox.flush();
  await outbox.drained(10_000);
  return { stored, seen, batches };
}"""


def post(page: Page, texts: list[str], **server: Any) -> dict[str, Any]:
    given = {"answers": [], "refused": None, "flush": False, **server}
    return run(page, "outbox", POST, {"texts": texts, **given})


def test_what_is_added_together_goes_in_one_batch(call_page: Page) -> None:
    found = post(call_page, ["one", "two"])
    assert found["stored"] == {"i0": "one", "i1": "two", "end": "ended"}
    assert len(found["batches"]) == 1


def test_a_failure_is_tried_again_and_is_no_refusal(call_page: Page) -> None:
    found = post(call_page, ["one"], answers=[503, 401])
    assert found["stored"] == {"i0": "one", "end": "ended"}
    assert [refused for _, refused in found["seen"]] == [False, False, False]


def test_one_refused_record_does_not_take_the_others_with_it(call_page: Page) -> None:
    texts = [f"line {n}" for n in range(9)]
    found = post(call_page, texts, refused="line 4")
    kept = {f"i{n}": text for n, text in enumerate(texts) if n != 4}
    assert found["stored"] == {**kept, "end": "ended"}
    assert [refused for _, refused in found["seen"]].count(True) == 1


def test_a_page_that_goes_away_sends_requests_that_browsers_let_pass(call_page: Page) -> None:
    found = post(call_page, ["x" * 2_000] * 60, flush=True)
    last_words = [batch for batch in found["batches"] if batch["keepalive"]]
    assert last_words
    assert all(batch["bytes"] < 60_000 for batch in last_words)
    assert len(found["stored"]) == 61
