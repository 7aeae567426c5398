"""Prints how the call page feels on a slow phone, as Chromium itself imitates one."""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.modules import run
from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site

# Lighthouse's slow 4G, and a processor four times slower.
NETWORK = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1_638_400 / 8,  # bytes/s
    "uploadThroughput": 768_000 / 8,
}
SLOWER = 4
RUNS = 7
TURNS = (100, 3_000)
GROWING = Path(__file__).parents[1] / "tests" / "browser" / "growing.js"
WATCH = """
globalThis.shift = 0;
globalThis.long = [];
const watch = (type, take) => {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
  observer.observe({ type, buffered: true });
};
watch("layout-shift", ({ value, hadRecentInput }) => (shift += hadRecentInput ? 0 : value));
watch("longtask", ({ duration }) => globalThis.long.push(Math.round(duration)));
"""


def throttle(page: Page, *, slower: float, network: bool) -> CDPSession:
    """Have a page be on a slow phone."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    if network:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", NETWORK)
    return session


def print_opening(browsers: Browsers, site: Site) -> None:
    """Print when Start can be pressed, on a first visit and on a later one."""
    first, later, shifts = [], [], []
    for _ in range(RUNS):
        with browsers.quiet_page() as page:
            site.sign_in(page)
            page.context.add_init_script(WATCH)
            session = throttle(page, slower=SLOWER, network=True)
            session.send("Network.clearBrowserCache")
            for times in (first, later):
                page.goto(site.url)
                page.locator("#start:enabled").wait_for()
                times.append(float(page.evaluate("performance.now()")))
                page.wait_for_load_state("networkidle")
                shifts.append(float(page.evaluate("shift")))
    for name, times in (("first", first), ("later", later)):
        middle = statistics.median(times)
        print(f"slow 4G, processor ÷ {SLOWER}, {name} visit: Start works after {middle:.0f} ms")
    print(f"layout shift: {max(shifts):.4f} at most")


def print_growing(browsers: Browsers, site: Site) -> None:
    """Print what an event costs early and late in a long conversation."""
    with browsers.quiet_page() as page:
        site.sign_in(page)
        page.evaluate(f"() => {{ {GROWING.read_text()} }}")
        run(page, "conversation", "async (m) => { globalThis.growing = await grow(m); }")
        page.evaluate(f"() => {{ {WATCH} }}")
        medians = []
        for turns in TURNS:
            throttle(page, slower=1, network=False)
            page.evaluate("(turns) => growing.fill(turns)", turns)
            throttle(page, slower=SLOWER, network=False)
            page.evaluate("long.splice(0)")
            medians.append(statistics.median(page.evaluate("growing.speak(30)")))
            tasks = page.evaluate("long.splice(0)")
            print(f"after {turns} turns, processor ÷ {SLOWER}: tasks over 50 ms: {tasks or 'none'}")
        ratio = medians[1] / medians[0]
        print(f"an event after {TURNS[1]} turns: {ratio:.2f} of one after {TURNS[0]}")


def main() -> None:
    """Print them with a site of their own."""
    peer = Peer()
    peer.ensure()
    try:
        with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
            settings = {"REALTIME_BASE_URL": peer.url, "LOCALPEER_API_KEY": peer.key}
            site = Site(Path(name) / "site.sqlite3", **settings)
            site.start()
            browsers = Browsers(playwright.chromium.launch)
            try:
                print_opening(browsers, site)
                print_growing(browsers, site)
            finally:
                browsers.close()
                site.stop()
    finally:
        peer.stop()


if __name__ == "__main__":
    main()
