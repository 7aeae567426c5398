"""The view follows what is said until the person goes up in it, and again once they come back."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_transports import start

LONG = "and the sea and the wind " * 40
TOP = "(log) => log.scrollTop"
LEFT = "(log) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)"
SPEECH_AND_ANSWER = 30_000  # ms


def write(page: Page, text: str) -> None:
    """Send a message, and wait until it and the beginning of a reply are shown."""
    turns = page.get_by_role("log").get_by_role("article")
    before = turns.count()
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(turns.nth(before + 1)).to_contain_text("wrote", timeout=SPEECH_AND_ANSWER)


def scroll(page: Page, log: Locator, pixels: int) -> None:
    """Turn the wheel over the transcript, and wait until it has moved."""
    before = log.evaluate(TOP)
    log.hover()
    page.mouse.wheel(0, pixels)
    page.wait_for_function(
        "([log, before]) => log.scrollTop !== before", arg=[log.element_handle(), before]
    )


def test_going_up_lets_go_and_coming_back_catches_again(page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 620})
    start(page)
    page.get_by_role("button", name="Mute", exact=True).click()
    log = page.get_by_role("log")
    latest = page.get_by_role("button", name="Jump to the latest")
    write(page, LONG)
    assert log.evaluate(LEFT) <= 1
    scroll(page, log, -80)
    top = log.evaluate(TOP)
    write(page, "Another one")
    assert log.evaluate(TOP) == top
    latest.click()
    expect(latest).to_be_hidden()
    assert log.evaluate(LEFT) <= 1
    write(page, LONG)
    assert log.evaluate(LEFT) <= 1
    scroll(page, log, -200)
    write(page, "And another")
    expect(latest).to_be_visible()
    scroll(page, log, 5_000)
    expect(latest).to_be_hidden()
    write(page, LONG)
    assert log.evaluate(LEFT) <= 1
