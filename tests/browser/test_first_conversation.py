"""A first conversation, from signing in to reading it again after a restart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site
from tests.support.spoken import SPOKEN

SPEECH_AND_ANSWER = 30_000  # ms


def heard_by(page: Page, speaker: str) -> None:
    """Wait until the key words of the sentence stand in one turn of a speaker."""
    turns = page.get_by_role("log", name="Transcript").get_by_role("article", name=speaker)
    expect(turns.filter(has_text=SPOKEN)).to_be_visible(timeout=SPEECH_AND_ANSWER)


@pytest.mark.slow
@pytest.mark.parametrize("signalling", ["client", "server"])
def test_a_person_talks_and_finds_the_conversation_again(
    browsers: Browsers,
    peer: Peer,
    voice: Path,
    start_site: Callable[..., Site],
    signalling: str,
) -> None:
    site = start_site(REALTIME_SIGNALLING=signalling)
    with browsers.page(voice) as page:
        site.sign_in(page)
        expect(page.get_by_role("status")).to_have_text("Ready")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
        heard_by(page, "You")
        heard_by(page, "Juniper")
        # All of it was heard, and stays: a reply that is cut off keeps only what was.
        expect(page.get_by_role("button", name="Interrupt")).to_be_hidden(timeout=SPEECH_AND_ANSWER)
        page.get_by_role("button", name="End", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Ended")
        page.get_by_role("link", name="Read it again").click()
        read_it(page)
        address = page.url
        site.stop()
        site.start()
        page.goto(site.url)
        page.get_by_role("link", name="History").click()
        page.locator("main").get_by_role("link").filter(has_text=SPOKEN).click()
        assert page.url == address
        read_it(page)
        nobody_else_reads_it(page, site, address)


def read_it(page: Page) -> None:
    for speaker in ("You", "Juniper"):
        turn = page.get_by_role("article", name=speaker).filter(has_text=SPOKEN)
        expect(turn).to_be_visible()
    page.get_by_text("Details").click()
    for fact in ("Marin", "gpt-realtime-2.1", "ended by the person"):
        expect(page.get_by_text(fact).first).to_be_visible()


def nobody_else_reads_it(page: Page, site: Site, address: str) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    site.sign_in(page, "admin@example.com")
    # The browser itself logs an answer of 404.
    answer = page.request.get(address)
    assert answer.status == 404


def test_everything_comes_from_us_and_from_the_voice_service(
    page: Page, site: Site, peer: Peer
) -> None:
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    heard_by(page, "You")
    for path in ("/history/", "/personas/", "/account/", "/"):
        page.goto(site.url + path)
    assert hosts == {f"localhost:{site.port}", f"127.0.0.1:{peer.port}"}


def test_both_sides_are_seen_to_speak(page: Page) -> None:
    """The figure moves with the microphone and with the reply, each in its hue."""
    page.get_by_role("button", name="Start").click()
    still = "() => document.getElementById('figure').toDataURL()"
    before = page.evaluate(still)
    heard_by(page, "Juniper")
    assert page.evaluate(still) != before


def test_a_typed_message_is_answered(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").click()
    page.get_by_role("textbox", name="Message").fill("A typed question")
    page.get_by_role("button", name="Send").click()
    log = page.get_by_role("log")
    expect(
        log.get_by_role("article", name="You").filter(has_text="A typed question")
    ).to_be_visible()
    reply = log.get_by_role("article", name="Juniper").filter(has_text="A typed question")
    expect(reply).to_be_visible(timeout=SPEECH_AND_ANSWER)


def test_mute_sends_silence(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").click()
    mute = page.get_by_role("button", name="Mute", exact=True)
    expect(mute).to_be_enabled()
    mute.click()
    unmute = page.get_by_role("button", name="Unmute")
    expect(unmute).to_be_visible()
    # The opening line is said to its end, as nobody speaks into it.
    opening = page.get_by_role("log").get_by_role("article", name="Juniper")
    expect(opening).to_have_class("turn assistant final", timeout=SPEECH_AND_ANSWER)
    unmute.click()
    expect(mute).to_be_visible()


def test_nothing_is_left_open_after_the_end(page: Page) -> None:
    tracks = "() => globalThis.opened.map((track) => track.readyState)"
    page.evaluate(
        """() => {
          globalThis.opened = [];
          const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getUserMedia = async (wanted) => {
            const stream = await open(wanted);
            globalThis.opened.push(...stream.getTracks());
            return stream;
          };
        }"""
    )
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    assert page.evaluate(tracks) == ["live"]
    page.get_by_role("button", name="End", exact=True).click()
    assert page.evaluate(tracks) == ["ended"]
    expect(page.get_by_role("button", name="Start")).to_be_focused()


def test_the_page_is_usable_by_keyboard_alone(page: Page, site: Site) -> None:
    page.get_by_role("radio", name="Juniper").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Ada")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Start")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    page.get_by_role("textbox", name="Message").focus()
    page.keyboard.type("Hello")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="You").filter(has_text="Hello")).to_be_visible()
    page.get_by_role("button", name="End", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Ended")
