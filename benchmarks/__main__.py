"""Prints the weight of the call page and the times from Start to the first caption."""

import re
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.browsers import Browsers
from tests.browser.processes import Peer, Site
from tests.browser.weight import weight
from tests.support.speech import speech_wav

RUNS = 12

# Runs in the page: notes, in ms from the press on Start, when each mark was first true.
MARKS = """() => new Promise((resolve) => {
  const marks = {};
  const start = performance.now();
  const look = () => {
    const note = (name, holds) => holds && (marks[name] ??= performance.now() - start);
    note("connected", document.getElementById("state").textContent === "Connected");
    note("first caption", document.querySelector("#log article p:not(:empty)"));
    if (Object.keys(marks).length < 2) requestAnimationFrame(look);
    else resolve(marks);
  };
  document.getElementById("start").click();
  look();
})"""


def call_times(page: Page) -> dict[str, float]:
    """Start a call and end it again; gives the marks in ms."""
    marks = page.evaluate(MARKS)
    page.get_by_role("button", name="End", exact=True).click()
    page.reload()
    page.locator("#start:enabled").wait_for()
    return marks


def print_times(runs: list[dict[str, float]]) -> None:
    """Print median and extremes of each mark."""
    for name in runs[0]:
        times = sorted(run[name] for run in runs)
        middle = statistics.median(times)
        print(f"Start → {name}: {middle:.0f} ms ({times[0]:.0f} to {times[-1]:.0f}, n={len(runs)})")


def print_weight(page: Page, url: str) -> None:
    """Print what the call page weighs on a first visit, compressed."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator("#start:enabled").wait_for()
    for kind in ("js", "css", "svg"):
        files = [one for one in asked if re.search(rf"\.{kind}(#|$)", one)]
        print(f"{kind}: {weight(files) / 1024:.1f} KB in {len(set(files))} files")
    print(f"page: {weight([url]) / 1024:.1f} KB (signed out)")


def run(folder: Path, peer: Peer) -> None:
    """Start a site and a browser, and print every figure."""
    peer.ensure()
    settings = {"REALTIME_BASE_URL": peer.url, "LOCALPEER_API_KEY": peer.key}
    site = Site(folder / "site.sqlite3", **settings)
    site.start()
    voice = speech_wav(folder / "voice.wav")
    try:
        with sync_playwright() as playwright:
            browsers = Browsers(playwright.chromium.launch)
            with browsers.page(voice) as page:
                site.sign_in(page)
                print_weight(page, site.url)
                print_times([call_times(page) for _ in range(RUNS)])
    finally:
        site.stop()


if __name__ == "__main__":
    local_peer = Peer()
    try:
        with tempfile.TemporaryDirectory() as name:
            run(Path(name), local_peer)
    finally:
        local_peer.stop()
