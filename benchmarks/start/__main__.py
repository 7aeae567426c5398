"""Prints when each step of a start is done, beside a page that does one after the other.

The peer takes 300 ms to make a key and 200 ms to answer an offer.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page

from benchmarks.report import median, most, note, ratio, row, table
from benchmarks.running import chromium, local_peer, site_with
from tests.support.browsers import Browsers
from tests.support.processes import Peer
from tests.support.speech import speech_wav

HERE = Path(__file__).parent
RUNS = 20
DELAYS = {"mint_delay_s": 0.3, "answer_delay_s": 0.2}
MICROPHONES_MS = (0, 200)  # a file opens at once, a device takes about so long
INTENT_MS = 400  # from the pointer's reaching Start to the press
STEPS = ("microphone", "key", "offer", "answer", "channel open", "session.created")
PLAIN = "key → microphone → offer → answer"

Marks = dict[str, float]


def start(page: Page, path: str, intent_ms: int) -> Marks:
    """Start a call and leave it; gives ms from the press, which may be after a step was done."""
    page.goto(urljoin(page.url, path))
    page.locator("#start:enabled").wait_for()
    if intent_ms:
        page.locator("#start").hover()
        page.wait_for_timeout(intent_ms)
    marks: Marks = page.evaluate("press()")
    if page.locator("#end").is_visible():
        page.locator("#end").click()  # so that nothing asks whether to leave
    return marks


def measure(through_browser: Page, through_site: Page) -> dict[str, list[Marks]]:
    """Start in every way in turn: whatever slows the machine down slows them all."""
    ways = {
        PLAIN: (through_browser, "/plain/", 0),
        "ours, pressed at once": (through_browser, "/", 0),
        f"ours, {INTENT_MS} ms after intent": (through_browser, "/", INTENT_MS),
        "ours, `REALTIME_SIGNALLING=server`": (through_site, "/", 0),
    }
    runs: dict[str, list[Marks]] = {way: [] for way in ways}
    for _ in range(RUNS):
        for way, (page, path, intent_ms) in ways.items():
            runs[way].append(start(page, path, intent_ms))
    return runs


def show(runs: dict[str, list[Marks]], microphone_ms: int) -> None:
    """Print the medians of the steps, and what the whole is of the plain sequence."""
    note(f"Ms from the press, with a microphone that opens in {microphone_ms} ms (n={RUNS}):")
    table("start", *STEPS, "95 %", "of the plain sequence")
    created = {way: [marks["session.created"] for marks in run] for way, run in runs.items()}
    for way, run in runs.items():
        steps = [f"{statistics.median(marks[step] for marks in run):.0f}" for step in STEPS]
        row(way, *steps, most(created[way]), ratio(created[way], created[PLAIN]))
    floor = [marks["session.created"] - marks["offer"] for marks in runs[PLAIN]]
    row("floor: an answer and a handshake", *"–––––", median(floor), most(floor),
        ratio(floor, created[PLAIN]))  # fmt: skip


@contextmanager
def signed_in(peer: Peer, browsers: Browsers, signalling: str) -> Iterator[Page]:
    """Open a page of a site that sets calls up in this way."""
    with site_with(peer, REALTIME_SIGNALLING=signalling) as site:
        voice = speech_wav(site.database.parent / "voice.wav")
        with browsers.page(voice) as page:
            site.sign_in(page)
            page.route("**/plain/", lambda route: route.fulfill(path=HERE / "plain.html"))
            # The plain page comes from no server, and so from outside of the local network.
            page.context.grant_permissions(["microphone", "local-network-access"])
            page.context.add_init_script(path=HERE / "marks.js")
            yield page


def main() -> None:
    """Print them."""
    with (
        local_peer() as peer,
        chromium() as browsers,
        signed_in(peer, browsers, "client") as through_browser,
        signed_in(peer, browsers, "server") as through_site,
    ):
        peer.fail(**DELAYS)
        for opens_ms in MICROPHONES_MS:
            for page in (through_browser, through_site):
                page.context.add_init_script(f"globalThis.microphoneMs = {opens_ms};")
            show(measure(through_browser, through_site), opens_ms)


if __name__ == "__main__":
    main()
