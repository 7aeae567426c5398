"""Both transports carry the same conversation, and one stands in where the other is blocked."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import run
from tests.support.browsers import Browsers
from tests.support.processes import Site, wait_until
from tests.support.spoken import SPOKEN

SPEECH_AND_ANSWER = 30_000  # ms
# As behind a firewall that lets only HTTP through: the browser sends no UDP but by a proxy.
NO_UDP = "--webrtc-ip-handling-policy=disable_non_proxied_udp"
SINE = """({ Resampler }, [from, to, hertz]) => {
  const resampler = new Resampler(from, to);
  const pieces = [];
  for (let at = 0; at < from; at += 441) {
    const sine = (_, i) => Math.sin((2 * Math.PI * hertz * (at + i)) / from);
    pieces.push(...resampler.push(Float32Array.from({ length: Math.min(441, from - at) }, sine)));
  }
  const middle = pieces.slice(to / 4, (3 * to) / 4);
  return [pieces.length, Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length)];
}"""


def choose(page: Page, transport: str) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("The next call goes over").select_option(transport)
    page.get_by_role("button", name="Close").click()


def start(page: Page, patience_ms: int = 10_000) -> None:
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=patience_ms)


def turn(page: Page, speaker: str, words: object) -> object:
    return page.get_by_role("log").get_by_role("article", name=speaker).filter(has_text=words)


def transports(site: Site) -> list[str]:
    return [name for (name,) in site.rows("SELECT transport FROM voicechat_call")]


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["webrtc", "websocket"])
def test_a_conversation_is_the_same_over_each_transport(
    page: Page, site: Site, transport: str
) -> None:
    choose(page, transport)
    page.reload()
    page.locator("#start:enabled").wait_for()
    start(page)
    # The voice greets, is interrupted by the sentence, answers it, and is heard to its end.
    expect(turn(page, "You", SPOKEN)).to_be_visible(timeout=SPEECH_AND_ANSWER)
    greeting = page.get_by_role("log").get_by_role("article", name="Juniper").first
    expect(greeting).to_have_class("turn assistant interrupted")
    expect(greeting).to_contain_text("interrupted")
    answer = turn(page, "Juniper", SPOKEN)
    expect(answer).to_have_class("turn assistant final", timeout=SPEECH_AND_ANSWER)
    page.get_by_role("button", name="End", exact=True).click()
    wait_until(lambda: transports(site) == [transport])
    wait_until(lambda: len(site.turns()) == 3)
    assert [(role, state) for role, state, _ in site.turns()] == [
        ("assistant", "interrupted"),
        ("user", "final"),
        ("assistant", "final"),
    ]
    spans = site.rows("SELECT start_ms, end_ms FROM voicechat_turn ORDER BY position")
    assert all(begin < end for begin, end in spans)


@pytest.mark.slow
def test_a_call_goes_over_a_websocket_where_the_browser_has_no_udp(
    browsers: Browsers, site: Site, voice: Path
) -> None:
    with browsers.page(voice, arguments=(NO_UDP,)) as page:
        site.sign_in(page)
        page.locator("#start:enabled").wait_for()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_text("Waiting for the voice connection to open")).to_be_visible()
        expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
        expect(page.get_by_text("the call goes over a WebSocket")).to_be_visible()
        expect(page.locator("#log .turn.assistant").first).to_be_visible()
        wait_until(lambda: transports(site) == ["websocket"])
        page.get_by_role("button", name="End", exact=True).click()
        expect(page.get_by_text("the call goes over a WebSocket")).to_be_hidden()


@pytest.mark.slow
def test_a_typed_message_cuts_off_what_is_said_over_a_websocket(page: Page, site: Site) -> None:
    sent: list[str] = []
    choose(page, "websocket")
    with page.expect_websocket() as opening:
        page.get_by_role("button", name="Start").click()
    # The whole greeting is there, and has only begun to be heard.
    with opening.value.expect_event("framereceived", lambda frame: '"response.done"' in frame):
        page.get_by_role("button", name="Mute", exact=True).click()
    opening.value.on("framesent", lambda frame: sent.append(frame))
    page.get_by_label("Message").fill("A typed question")
    page.get_by_label("Message").press("Enter")
    expect(page.locator("#log .turn.assistant").first).to_have_class("turn assistant interrupted")
    expect(turn(page, "Juniper", "A typed question")).to_be_visible(timeout=SPEECH_AND_ANSWER)
    cuts = [json.loads(frame) for frame in sent if "conversation.item.truncate" in frame]
    assert len(cuts) == 1
    assert 0 < cuts[0]["audio_end_ms"] < 2_000


@pytest.mark.parametrize(("there", "back"), [(48_000, 24_000), (24_000, 48_000), (44_100, 24_000)])
def test_sound_survives_a_change_of_its_rate(call_page: Page, there: int, back: int) -> None:
    length, loudness = run(call_page, "transports/pcm", SINE, [there, back, 1_000])
    assert abs(length - back) < 64
    assert abs(loudness - 0.5**0.5) < 0.001


def test_what_the_lower_rate_cannot_hold_does_not_come_back_as_another_tone(
    call_page: Page,
) -> None:
    _, loudness = run(call_page, "transports/pcm", SINE, [48_000, 24_000, 16_000])
    assert loudness < 0.001


def test_sound_as_text_comes_back_as_it_was(call_page: Page) -> None:
    there_and_back = (
        "({ encode, decode }, samples) => [...decode(encode(Float32Array.from(samples)))]"
    )
    samples = [0, 0.5, -0.5, 1, -1, 2]
    found = run(call_page, "transports/pcm", there_and_back, samples)
    expected = [max(-1, min(1, sample)) for sample in samples]
    assert all(abs(a - b) < 1e-4 for a, b in zip(found, expected, strict=True))
