"""Every page fits: enlarged (WCAG 1.4.4 and 1.4.10), on the smallest phone, from right to left."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import FOR_PEOPLE, FOR_VISITORS, outside
from tests.browser.talks import talk
from tests.support.processes import Site

ANSWER = 30_000  # ms


class Look(NamedTuple):
    """How somebody has a browser show a page: its size, the letters, the writing's direction."""

    width: int
    height: int
    letters: int = 16  # px, by the browser's own setting
    direction: str = "ltr"


LOOKS = (
    Look(640, 400),  # 1280 by 800 at 200 %
    Look(320, 640),  # 1280 wide at 400 %
    Look(1280, 800, letters=32),
    Look(390, 844, letters=32),
    Look(1440, 900, direction="rtl"),
    Look(390, 844, direction="rtl"),
)
Looks = Callable[[], Iterator[Look]]


@pytest.fixture
def looks(page: Page) -> Looks:
    """Show the page in each of the looks."""
    devtools = page.context.new_cdp_session(page)
    page.emulate_media(reduced_motion="reduce")

    def show() -> Iterator[Look]:
        for look in LOOKS:
            page.set_viewport_size({"width": look.width, "height": look.height})
            devtools.send("Page.setFontSizes", {"fontSizes": {"standard": look.letters}})
            page.evaluate("(to) => { document.documentElement.dir = to; }", look.direction)
            yield look

    return show


@pytest.mark.logs("404")
def test_every_page_fits(page: Page, site: Site, looks: Looks) -> None:
    pk = talk(
        site, "The keeper of the lighthouse and of the harbour, who was never seen", "A storm"
    )
    found = []
    for address in FOR_PEOPLE:
        page.goto(site.url + address.format(pk=pk))
        found += [f"{address} {look}: {one}" for look in looks() for one in outside(page)]
    page.context.clear_cookies()
    for address in FOR_VISITORS:
        page.goto(site.url + address)
        found += [f"{address} {look}: {one}" for look in looks() for one in outside(page)]
    assert not found, "\n".join(found)


def test_a_call_fits(page: Page, looks: Looks) -> None:
    """Nothing is lost of any of its states, and nothing lies over its buttons."""
    status = page.get_by_role("status").first
    found = []

    def press(name: str) -> None:
        button = page.get_by_role("button", name=name, exact=True)
        for look in looks():
            found.extend(f"{name} {look}: {one}" for one in outside(page))
            button.click(trial=True)
        button.click()

    for name in ("Settings", "Close", "Start"):
        press(name)
    expect(status).to_have_text("Connected", timeout=10_000)
    expect(page.get_by_role("log").get_by_role("article").first).to_be_visible(timeout=ANSWER)
    for name in ("Mute", "Settings", "Close", "Unmute", "End", "Start"):
        press(name)
    assert not found, "\n".join(found)
