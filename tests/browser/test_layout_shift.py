"""Nothing moves under the reader's eyes: not while a page loads, and not while captions grow."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.talks import talk
from tests.support.browsers import Browsers
from tests.support.processes import Site

SIZES = [
    pytest.param((390, 844), id="phone"),
    pytest.param((1440, 900), id="desk", marks=pytest.mark.slow),
]
# As a phone is, whose scripts run well after its first frame.
SLOWER = 4
ANSWER = 30_000  # ms

# Each shift that no input explains, as Chromium counts them, and what moved.
WATCH = """() => {
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const moved = sources.map(({ node, currentRect: { y } }) =>
        `${node?.id || node?.className || node?.nodeName} to ${y}`);
      if (!hadRecentInput) shifts.push(`${value.toFixed(4)} ${moved}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""


@pytest.mark.parametrize("size", SIZES)
def test_no_page_shifts_while_it_loads(page: Page, site: Site, size: tuple[int, int]) -> None:
    pk = talk(
        site, *(f"Line {number} about the sea, and how it looked that day" for number in range(40))
    )
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(f"({WATCH})()")
    throttle = page.context.new_cdp_session(page)
    throttle.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    shifts = []
    for address in (
        "/", "/history/", "/history/?q=sea", f"/history/{pk}/", f"/conversations/{pk}/continue/",
        "/personas/", "/personas/new/", "/usage/", "/account/",
    ):  # fmt: skip
        page.goto(site.url + address, wait_until="networkidle")
        shifts += [f"{address} {shift}" for shift in page.evaluate("shifts")]
    assert not shifts, "\n".join(shifts)


def test_what_is_said_before_the_first_call_has_its_place(browsers: Browsers, site: Site) -> None:
    with browsers.quiet_page() as page:
        site.sign_in(page)
        page.add_init_script(f"({WATCH})()")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 720})
            page.goto(site.url, wait_until="networkidle")
            expect(page.locator("#preflight")).not_to_be_empty()
            assert page.evaluate("shifts") == []


@pytest.mark.parametrize("size", SIZES)
def test_controls_stay_where_they_are_while_captions_grow(
    page: Page, size: tuple[int, int]
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status").first).to_have_text("Connected", timeout=10_000)
    page.get_by_role("button", name="Mute").click()
    message = page.get_by_role("textbox", name="Message")
    before = message.bounding_box()
    for number in range(6):
        message.fill(f"Message {number}: " + "a long line of words that has to be broken. " * 4)
        message.press("Enter")
    log = page.get_by_role("log", name="Transcript")
    expect(log.get_by_role("article", name="You")).to_have_count(6, timeout=ANSWER)
    expect(log.get_by_role("article", name="Juniper").last).to_contain_text(
        "Message", timeout=ANSWER
    )
    assert message.bounding_box() == before
