"""The end of a call lets go of everything, however often one calls."""

from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.test_transports import choose, start

LIVE = (Path(__file__).parent / "live.js").read_text()
NOTHING_IS_LIVE = "() => Object.values(live()).every((count) => count === 0)"
LAST_WORDS = 5_000  # ms that a call may still take for them, and for what is let go after it
CALLS = 20
WARM_UP = 8  # calls after which the page has all that it keeps for good
GROWTH = 20_000  # bytes that a call may leave: the browser keeps some of its own


def heap(devtools: CDPSession) -> int:
    """Bytes in use by the page's scripts, without what nobody can reach any more."""
    devtools.send("HeapProfiler.collectGarbage")
    return int(devtools.send("Runtime.getHeapUsage")["usedSize"])


def call_once(page: Page) -> dict[str, int]:
    """Start a call and end it again; gives what was live in it."""
    start(page)
    live = page.evaluate("() => live()")
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Ended")
    page.wait_for_function(NOTHING_IS_LIVE, timeout=LAST_WORDS)
    return live


@pytest.mark.slow
@pytest.mark.parametrize(
    ("transport", "kind"), [("webrtc", "RTCPeerConnection"), ("websocket", "WebSocket")]
)
def test_many_calls_in_a_row_leave_nothing_behind(page: Page, transport: str, kind: str) -> None:
    page.add_init_script(LIVE)
    page.reload()
    page.locator("#start:enabled").wait_for()
    choose(page, transport)
    devtools = page.context.new_cdp_session(page)
    sizes = []
    for _ in range(CALLS):
        live = call_once(page)
        assert live[kind] == live["track"] == 1
        assert live["timeout"] > 0  # the limit of its length at least
        sizes.append(heap(devtools))
    assert sizes[-1] - sizes[WARM_UP - 1] < GROWTH * (CALLS - WARM_UP), sizes
