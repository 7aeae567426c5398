"""Prints what a call costs the page: processor time with the voice figure and without, and memory.

Figures of Chromium's own, on the main thread of the page. The figure stands still for people who
want less motion; that is how it is switched off here.
"""

import time
from pathlib import Path

from playwright.sync_api import CDPSession, Page, expect

from benchmarks.report import note, row, table
from benchmarks.running import chromium, local_peer, site_with
from tests.browser.modules import run
from tests.browser.test_release import call_once, heap
from tests.browser.test_transports import start
from tests.support.speech import speech_wav

TESTS = Path(__file__).parents[1] / "tests" / "browser"
ROUNDS = 4
SECONDS = 4
WORDS = "The ferry to the island leaves at nine, and it is back before it gets dark. " * 40
CALLS = 20
A_MINUTE = 12  # turns
MEASURES = {
    "all tasks": "TaskDuration",
    "scripts": "ScriptDuration",
    "layout": "LayoutDuration",
    "style": "RecalcStyleDuration",
}


def metrics(session: CDPSession) -> dict[str, float]:
    """Give what Chromium has counted since the page was opened."""
    found = session.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] for each in found}


def shares(page: Page, session: CDPSession, motion: str) -> list[float]:
    """Give the share of a core that each kind of work takes, over some seconds."""
    page.emulate_media(reduced_motion="no-preference" if motion == "on" else "reduce")
    page.wait_for_timeout(300)  # until what that changes is done
    before, began = metrics(session), time.monotonic()
    page.wait_for_timeout(SECONDS * 1000)
    after, took = metrics(session), time.monotonic() - began
    return [(after[name] - before[name]) / took for name in MEASURES.values()]


def show_processor(page: Page) -> None:
    """Print it in a call in which nobody speaks, and while the assistant does."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    start(page)
    page.locator("#mute").click()
    note(f"Of a core, over {ROUNDS} × {SECONDS} s each, in turn:")
    table("in a call", "voice figure", *MEASURES)
    for state in ("nobody speaks", "the assistant speaks"):
        if state == "the assistant speaks":
            page.locator("#message").fill(WORDS)
            page.locator("#message").press("Enter")
            expect(page.locator("#interrupt")).to_be_enabled(timeout=30_000)
        sums = {"on": [0.0] * len(MEASURES), "off": [0.0] * len(MEASURES)}
        for _ in range(ROUNDS):
            for motion, so_far in sums.items():
                each = shares(page, session, motion)
                sums[motion] = [a + b for a, b in zip(so_far, each, strict=True)]
        for motion, total in sums.items():
            row(state, motion, *(f"{share / ROUNDS:.1%}" for share in total))
    page.locator("#end").click()
    expect(page.locator("#start")).to_be_visible()


def show_memory(page: Page) -> None:
    """Print it after one call and after many, and after minutes and an hour of captions."""
    page.reload()
    page.locator("#start:enabled").wait_for()
    page.evaluate((TESTS / "live.js").read_text())
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    note("Memory, once nothing unused is left:")
    table("after", "JavaScript", "elements", "listeners")

    def show(after: str) -> None:
        size = heap(session)
        found = metrics(session)
        counts = (f"{found[name]:.0f}" for name in ("Nodes", "JSEventListeners"))
        row(after, f"{size / 2**20:.2f} MB", *counts)

    for number in range(1, CALLS + 1):
        call_once(page)
        if number in (1, CALLS):
            show(f"{number} calls" if number > 1 else "a call")
    page.reload()
    page.evaluate(f"() => {{ {(TESTS / 'growing.js').read_text()} }}")
    run(page, "conversation", "async (m) => { globalThis.growing = await grow(m); }")
    for minutes in (5, 60):
        page.evaluate("(turns) => growing.fill(turns)", minutes * A_MINUTE - 1)
        page.evaluate("growing.speak(1)")
        show(f"{minutes} minutes of captions, {minutes * A_MINUTE} turns")


def main() -> None:
    """Print them."""
    with local_peer() as peer, site_with(peer) as site, chromium() as browsers:
        voice = speech_wav(site.database.parent / "voice.wav")
        with browsers.page(voice) as page:
            site.sign_in(page)
            show_processor(page)
            show_memory(page)


if __name__ == "__main__":
    main()
