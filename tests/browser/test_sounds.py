"""What happens in a call can be heard, by those who want that."""

import pytest
from playwright.sync_api import Page, expect

# The frequencies that are played from now on.
LISTEN = """
globalThis.heard = [];
const { setValueAtTime } = AudioParam.prototype;
AudioParam.prototype.setValueAtTime = function (value, time) {
  if (value > 100) globalThis.heard.push(value);
  return setValueAtTime.call(this, value, time);
};
"""
CONNECTED, MUTED, UNMUTED, ENDED = [440, 660], [440, 330], [330, 440], [660, 440]
FAILED = [330, 262, 196]


def heard(page: Page) -> list[int]:
    """Give what was heard since the last time."""
    return page.evaluate("globalThis.heard.splice(0)")


@pytest.fixture
def listening(page: Page) -> Page:
    page.add_init_script(LISTEN)
    page.reload()
    page.locator("#start:enabled").wait_for()
    return page


def call(page: Page) -> None:
    """Begin a call, mute, unmute, and end it."""
    status = page.get_by_role("status").first
    page.get_by_role("button", name="Start").click()
    expect(status).to_have_text("Connected", timeout=10_000)
    page.get_by_role("button", name="Mute", exact=True).click()
    page.get_by_role("button", name="Unmute").click()
    page.get_by_role("button", name="End", exact=True).click()
    expect(status).to_have_text("Ended")


def test_nothing_sounds_that_nobody_asked_for(listening: Page) -> None:
    call(listening)
    assert heard(listening) == []


@pytest.mark.logs("500")
def test_what_happens_is_heard_by_who_wants_that_also_the_next_time(listening: Page) -> None:
    listening.get_by_role("button", name="Settings").click()
    listening.get_by_role("checkbox", name="Sounds for what happens").check()
    assert heard(listening) == CONNECTED  # as an example
    listening.reload()
    listening.locator("#start:enabled").wait_for()
    call(listening)
    assert heard(listening) == [*CONNECTED, *MUTED, *UNMUTED, *ENDED]
    listening.route("**/api/calls", lambda route: route.fulfill(status=500))
    listening.get_by_role("button", name="Start").click()
    expect(listening.get_by_role("alert")).to_be_visible()
    assert heard(listening) == FAILED
