"""A long conversation is as quick as a short one, and all of it can be read."""

import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import run
from tests.support.processes import Site

GROWING = Path(__file__).with_name("growing.js").read_text()


@pytest.fixture
def growing(call_page: Page, _site: Site) -> Page:
    """The call page, whose transcript a test has grow."""
    call_page.goto(_site.url)
    call_page.evaluate(f"() => {{ {GROWING} }}")
    run(call_page, "conversation", "async (m) => { globalThis.growing = await grow(m); }")
    return call_page


def test_old_lines_leave_the_page_and_come_back_when_they_are_asked_for(growing: Page) -> None:
    turns = growing.get_by_role("log").get_by_role("article")
    growing.evaluate("growing.fill(250)")
    expect(turns).to_have_count(100)
    earlier = growing.get_by_role("button", name="Earlier lines")
    for count in (200, 250):
        earlier.click()
        expect(turns).to_have_count(count)
    expect(earlier).to_have_count(0)
    expect(growing.get_by_role("log")).to_be_focused()
    growing.evaluate("growing.fill(251)")
    latest = growing.get_by_role("button", name="Jump to the latest")
    if latest.is_visible():  # what came did not move what is read
        latest.click()
    expect(turns).to_have_count(100)
    expect(earlier).to_have_count(1)


@pytest.mark.slow
def test_an_event_after_thousands_of_turns_takes_hardly_longer(growing: Page) -> None:
    times = []
    for turns in (100, 3_000):
        growing.evaluate("(turns) => growing.fill(turns)", turns)
        times.append(statistics.median(growing.evaluate("growing.speak(10)")))
    assert times[1] < 4 * times[0], times
