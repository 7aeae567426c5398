"""Prints the weight of the call page and the times from Start to the first caption."""

import re
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.weight import weight
from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site
from tests.support.speech import speech_wav

RUNS = 12
DELAYS = {"mint_delay_s": 0.3, "answer_delay_s": 0.2}
INTENT_MS = 400  # from the pointer's reaching Start to the press

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


# The same start as most examples have it, one step after the other; gives ms to session.created.
PLAIN = """async () => {
  const start = performance.now();
  const { calls_url, personas } = JSON.parse(document.getElementById("config").textContent);
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const minted = await fetch(calls_url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ persona: personas[0].id }),
  });
  const { client_secret, offer_url } = await minted.json();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const peer = new RTCPeerConnection();
  peer.addTrack(microphone.getAudioTracks()[0], microphone);
  const channel = peer.createDataChannel("oai-events");
  const created = new Promise((resolve) => (channel.onmessage = resolve));
  await peer.setLocalDescription();
  const answer = await fetch(offer_url, {
    method: "POST",
    headers: { Authorization: `Bearer ${client_secret.value}`, "Content-Type": "application/sdp" },
    body: peer.localDescription.sdp,
  });
  await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  await created;
  const time = performance.now() - start;
  for (const track of microphone.getTracks()) track.stop();
  peer.close();
  return time;
}"""

# Ours, from the press on Start: notes when the first session.created comes over any data channel.
CREATED = """() => new Promise((resolve) => {
  const open = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (...parts) {
    const channel = open.apply(this, parts);
    channel.addEventListener("message", () => resolve(performance.now() - start), { once: true });
    RTCPeerConnection.prototype.createDataChannel = open;
    return channel;
  };
  const start = performance.now();
  document.getElementById("start").click();
})"""


def our_start(page: Page, intent_ms: int) -> float:
    """Start a call, `intent_ms` after the pointer reached Start (0: at once); gives ms."""
    if intent_ms:
        page.get_by_role("button", name="Start").hover()
        page.wait_for_timeout(intent_ms)
    time = page.evaluate(CREATED)
    page.get_by_role("button", name="End", exact=True).click()
    page.reload()
    page.locator("#start:enabled").wait_for()
    return float(time)


def print_starts(page: Page, peer: Peer) -> None:
    """Print how long a start takes beside the plain sequence, with a slow service; interleaved."""
    peer.fail(**DELAYS)
    plain, pressed, intended = [], [], []
    for _ in range(RUNS):
        plain.append(float(page.evaluate(PLAIN)))
        pressed.append(our_start(page, 0))
        intended.append(our_start(page, INTENT_MS))
    peer.fail()
    base = statistics.median(plain)
    print(f"key → microphone → offer → answer: {base:.0f} ms to session.created")
    for name, times in (("at once", pressed), (f"{INTENT_MS} ms after intent", intended)):
        ours = statistics.median(times)
        print(f"Start, pressed {name}: {ours:.0f} ms, {ours / base:.2f} of it")


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
                print_starts(page, peer)
    finally:
        site.stop()


def main() -> None:
    """Print them with a local peer of their own."""
    local_peer = Peer()
    try:
        with tempfile.TemporaryDirectory() as name:
            run(Path(name), local_peer)
    finally:
        local_peer.stop()
