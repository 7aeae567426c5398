"""Prints how the call page feels on a slow phone, as Chromium itself imitates one."""

from pathlib import Path

from playwright.sync_api import CDPSession, Page

from benchmarks.report import median, most, note, ratio, row, table
from benchmarks.running import chromium, local_peer, site_with
from tests.browser.modules import run
from tests.support.browsers import Browsers
from tests.support.processes import Site

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
SPOKEN = 60
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
    note(f"Slow 4G, processor ÷ {SLOWER} (n={RUNS}): layout shift {max(shifts):.4f} at most.")
    table("visit", "Start works after", "95 %")
    row("first", f"{median(first)} ms", f"{most(first)} ms")
    row("later", f"{median(later)} ms", f"{most(later)} ms")


def print_growing(browsers: Browsers, site: Site) -> None:
    """Print what an event costs early and late in a long conversation."""
    with browsers.quiet_page() as page:
        site.sign_in(page)
        page.evaluate(f"() => {{ {GROWING.read_text()} }}")
        run(page, "conversation", "async (m) => { globalThis.growing = await grow(m); }")
        page.evaluate(f"() => {{ {WATCH} }}")
        note(f"An event of a long conversation, processor ÷ {SLOWER} ({SPOKEN} turns each):")
        table("turns", "median", "95 %", "tasks over 50 ms", "of the first")
        times: dict[int, list[float]] = {}
        for turns in TURNS:
            throttle(page, slower=1, network=False)
            page.evaluate("(turns) => growing.fill(turns)", turns)
            throttle(page, slower=SLOWER, network=False)
            page.evaluate("long.splice(0)")
            each = times[turns] = page.evaluate("(events) => growing.speak(events)", SPOKEN)
            tasks = page.evaluate("long.splice(0)")
            found = f"{len(tasks)}, the longest {max(tasks)} ms" if tasks else "none"
            costs = (f"{median(each)} ms", f"{most(each)} ms", found)
            row(f"{turns:,}", *costs, ratio(each, times[TURNS[0]]))


def main() -> None:
    """Print them."""
    with local_peer() as peer, site_with(peer) as site, chromium() as browsers:
        print_opening(browsers, site)
        print_growing(browsers, site)


if __name__ == "__main__":
    main()
