"""A call in one hand: within reach of the thumb, turned round, put away, with a screen awake."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_talking import open_settings
from tests.browser.test_transports import SPEECH_AND_ANSWER, start, turn
from tests.support.processes import Site, wait_until
from tests.support.spoken import SPOKEN

THUMB = 44  # px
A_WORD = 1_000  # ms that saying one takes
LOCKS = """() => {
  globalThis.locks = [];
  navigator.wakeLock.request = async () => {
    const lock = { released: false, release() { this.released = true; } };
    locks.push(lock);
    return lock;
  };
}"""

# What a browser does to a page at the back: it paints no frame, and timers wait for whole seconds.
PUT_AWAY = """() => {
  const { requestAnimationFrame, setTimeout, setInterval } = globalThis;
  let frames = [];
  const show = (visibilityState) => {
    const known = { visibilityState, hidden: visibilityState === "hidden" };
    for (const [name, value] of Object.entries(known)) {
      Object.defineProperty(document, name, { configurable: true, value });
    }
    document.dispatchEvent(new Event("visibilitychange"));
  };
  globalThis.requestAnimationFrame = (frame) => frames.push(frame);
  const slow = (timer) => (task, ms = 0, ...more) => timer(task, Math.max(ms, 1_000), ...more);
  Object.assign(globalThis, { setTimeout: slow(setTimeout), setInterval: slow(setInterval) });
  globalThis.bringBack = () => {
    Object.assign(globalThis, { requestAnimationFrame, setTimeout, setInterval });
    frames.forEach(requestAnimationFrame);
    show("visible");
  };
  show("hidden");
}"""


def test_the_controls_are_below_and_large_enough(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    for name in ("Mute", "End", "Send"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box["height"] >= THUMB
        assert box["width"] >= THUMB
        assert box["y"] > 844 * 2 / 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_screen_stays_awake_for_the_length_of_a_call(page: Page) -> None:
    page.evaluate(LOCKS)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    # The browser takes the lock from a page at the back.
    page.evaluate("""() => {
      locks[0].released = true;
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Ended")
    assert page.evaluate("locks.map(({ released }) => released)") == [True, True]


@pytest.mark.slow
def test_a_page_at_the_back_goes_on_with_the_call(page: Page, site: Site) -> None:
    start(page)
    page.evaluate(PUT_AWAY)
    played = "() => document.getElementById('speech').currentTime"
    before = page.evaluate(played)
    # Heard, answered and stored, all while nobody sees it.
    wait_until(lambda: len(site.turns()) == 3)
    assert SPOKEN.search(site.turns()[1][2])
    assert page.evaluate(played) > before + 3
    page.evaluate("() => bringBack()")
    expect(page.get_by_role("status")).to_have_text("Connected")
    expect(turn(page, "You", SPOKEN)).to_be_visible()
    expect(turn(page, "Juniper", SPOKEN)).to_be_visible()


def test_the_thumb_holds_the_button_to_talk(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_settings(page)
    page.get_by_role("combobox", name="It answers").select_option("push_to_talk")
    page.get_by_role("button", name="Close").click()
    start(page)
    box = page.get_by_role("button", name="Hold to talk").bounding_box()
    thumb = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [thumb]})
    expect(page.get_by_role("button", name="Listening …")).to_be_visible()
    thumb["y"] -= 300  # it slips, and would scroll
    devtools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [thumb]})
    page.wait_for_timeout(A_WORD)
    expect(page.get_by_role("button", name="Listening …")).to_be_visible()
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_role("button", name="Hold to talk")).to_be_visible()
    said = page.get_by_role("log").get_by_role("article", name="You")
    expect(said).to_have_count(1, timeout=SPEECH_AND_ANSWER)


def test_turning_the_phone_changes_nothing_but_the_view(page: Page) -> None:
    start(page)
    page.get_by_role("button", name="Mute", exact=True).click()
    for width, height in ((390, 844), (844, 390), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_role("textbox", name="Message").fill(f"Now {width} wide")
        page.keyboard.press("Enter")
        reply = turn(page, "Juniper", f"{width} wide").last
        expect(reply).to_be_in_viewport(timeout=SPEECH_AND_ANSWER)
        for name in ("Unmute", "End"):
            button = page.get_by_role("button", name=name, exact=True)
            expect(button).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("status")).to_have_text("Connected")
    expect(turn(page, "You", "Now 390 wide").first).to_be_visible()
