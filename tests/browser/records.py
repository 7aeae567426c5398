"""Lines on their way from a page to the site, without talking for each of them."""

from collections.abc import Iterable
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.modules import run

START = """async ({ Api }) => {
  const persona = document.querySelector("[name=persona]").value;
  const { signal } = new AbortController();
  return (await new Api("/api/calls").startCall({ persona, settings: {} }, signal)).records_url;
}"""
SAY = """async ({ outbox }, [url, turns]) => {
  const records = outbox.of(url);
  for (const turn of turns) records.addTurn(turn);
}"""
ALL = """async ({ OutboxStore }) => {
  const entries = await new OutboxStore().all(document.body.dataset.account);
  return entries.map(({ value, refusal }) => [value.text, refusal ?? ""]);
}"""


def start_call(page: Page) -> str:
    """Have a call from a call page, without opening it; gives where its records go."""
    return run(page, "api", START)


def say(page: Page, records_url: str, texts: Iterable[str], **fields: Any) -> None:
    """Have these lines finished in a call of the page, and kept on disk."""
    turn = {"role": "user", "state": "final", **fields}
    turns = [
        {"item_id": f"item_{n}", "position": n, "text": text, **turn}
        for n, text in enumerate(texts)
    ]
    run(page, "deliver", SAY, [records_url, turns])


def on_disk(page: Page) -> list[tuple[str, str]]:
    """Text and refusal of each line of the page's account that is kept in this browser."""
    return sorted(tuple(entry) for entry in run(page, "outbox_store", ALL))


def deliver(page: Page) -> None:
    """Have a page look for what waits, as it does when it is opened, and wait for what it sends."""
    run(page, "deliver", "({ outbox }) => outbox.deliver()")


def posts(context: BrowserContext) -> list[Page]:
    """A list that grows by the page of each request that posts records."""
    sent: list[Page] = []

    def on_request(request: Any) -> None:
        if request.url.endswith("/records"):
            sent.append(request.frame.page)

    context.on("request", on_request)
    return sent
