"""A call in one hand: within reach of the thumb, and with a screen that stays awake."""

from playwright.sync_api import Page, expect

THUMB = 44  # px
LOCKS = """() => {
  globalThis.locks = [];
  navigator.wakeLock.request = async () => {
    const lock = { released: false, release() { this.released = true; } };
    locks.push(lock);
    return lock;
  };
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
