"""Reading, correcting and continuing a conversation, with or without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.processes import Site
from tests.support.records import turn_json

POST = """async ([persona, turns]) => {
  const [, token] = document.cookie.match(/csrftoken=([^;]+)/);
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const post = async (url, body) =>
    (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
  const { conversation_url, continue_url, records_url } = await post("/api/calls", { persona });
  await post(records_url, { turns, end_reason: "ended" });
  return [conversation_url, continue_url];
}"""


@pytest.fixture
def addresses(page: Page, site: Site) -> list[str]:
    """The pages to read and to continue a conversation of 40 lines."""
    persona = page.locator("input[name=persona]").first.get_attribute("value")
    turns = [turn_json(f"item_{n}", position=n, text=f"Line {n}.") for n in range(40)]
    return [site.url + path for path in page.evaluate(POST, [persona, turns])]


@pytest.fixture
def plain_page(page: Page, site: Site) -> Iterator[Page]:
    """A page of the same person in which no script runs."""
    state = page.context.storage_state()
    context = page.context.browser.new_context(java_script_enabled=False, storage_state=state)
    yield context.new_page()
    context.close()


def test_the_keyboard_alone_corrects_a_line_without_scripts(
    plain_page: Page, addresses: list[str]
) -> None:
    plain_page.goto(addresses[0])
    line = plain_page.get_by_role("article").nth(30)
    line.get_by_role("link", name="Correct").press("Enter")
    field = line.get_by_label("What was said")
    expect(field).to_be_focused()
    field.press("ControlOrMeta+a")
    plain_page.keyboard.type("Thirty.")
    plain_page.keyboard.press("Tab")
    plain_page.keyboard.press("Enter")
    expect(line).to_contain_text("First heard as: Line 30.")
    expect(line).to_be_in_viewport()
    expect(line.get_by_text("Thirty.", exact=True)).to_be_visible()


def test_without_scripts_the_past_can_still_be_read(plain_page: Page, addresses: list[str]) -> None:
    plain_page.goto(addresses[1])
    past = plain_page.get_by_role("log", name="Transcript").get_by_role("article")
    expect(past).to_have_count(40)
    expect(past.first).to_be_in_viewport()


def test_the_continue_page_opens_at_the_last_words(page: Page, addresses: list[str]) -> None:
    page.goto(addresses[1])
    past = page.get_by_role("log", name="Transcript").get_by_role("article")
    expect(past.last).to_be_in_viewport()
