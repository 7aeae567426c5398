"""What a voice sounds like, before a call."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_talking import open_settings
from tests.browser.test_transports import start
from tests.support.processes import Peer, Site

# Resolves, once the element that plays the voice of a call is heard, to the id of its stream.
AUDIBLE = """() => new Promise((resolve) => {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context);
  const samples = new Float32Array(analyser.fftSize);
  let stream = null;
  const look = () => {
    const { srcObject } = document.getElementById("speech");
    if (srcObject !== stream) {
      stream = srcObject;
      context.createMediaStreamSource(stream).connect(analyser);
    }
    analyser.getFloatTimeDomainData(samples);
    if (Math.max(...samples) < 0.05) return requestAnimationFrame(look);
    context.close();
    resolve(stream.id);
  };
  look();
})"""
NOTHING_PLAYS = "() => document.getElementById('speech').srcObject === null"
SOMETHING_PLAYS = "() => document.getElementById('speech').srcObject !== null"


def sample(page: Page, name: str = "Hear it") -> Locator:
    return page.locator("#panel").get_by_role("button", name=name, exact=True)


def hear(page: Page) -> str:
    """Have a sample played; gives the id of the stream in which it is heard."""
    sample(page).click()
    return page.evaluate(AUDIBLE)


@pytest.mark.slow
def test_a_voice_is_heard_to_its_end_and_made_once(page: Page, site: Site) -> None:
    open_settings(page)
    for _ in range(2):
        hear(page)
        expect(sample(page, "Stop")).to_be_visible()
        expect(sample(page)).to_be_visible(timeout=10_000)
        assert page.evaluate(NOTHING_PLAYS)
    page.get_by_role("combobox", name="Voice").select_option("cedar")
    hear(page)
    kept = site.rows(
        "SELECT name FROM voicechat_voicesample s JOIN voicechat_voice v ON v.id = voice_id"
    )
    assert sorted(kept) == [("cedar",), ("marin",)]


def test_it_is_stopped_by_keyboard_and_by_choosing_another(page: Page) -> None:
    open_settings(page)
    page.get_by_role("combobox", name="Voice").focus()
    page.keyboard.press("Tab")
    expect(sample(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_function(SOMETHING_PLAYS)
    page.keyboard.press("Enter")
    expect(sample(page)).to_be_focused()
    assert page.evaluate(NOTHING_PLAYS)
    hear(page)
    page.get_by_role("combobox", name="Voice").select_option("cedar")
    expect(sample(page)).to_be_visible()
    assert page.evaluate(NOTHING_PLAYS)


def test_a_call_stops_it_and_keeps_it_silent(page: Page) -> None:
    open_settings(page)
    stream = hear(page)
    start(page)
    expect(sample(page)).to_be_disabled()
    expect(sample(page)).to_have_accessible_description(
        "Voices can be heard before a call and after it."
    )
    assert page.evaluate(AUDIBLE) != stream
    page.get_by_role("button", name="End", exact=True).click()
    expect(sample(page)).to_be_enabled()
    expect(sample(page)).to_have_accessible_description("")


@pytest.mark.logs("503")
def test_a_sample_that_cannot_be_had_says_why(page: Page, faulty: Peer) -> None:
    faulty.fail(websocket="500")
    open_settings(page)
    sample(page).click()
    expect(page.locator("#panel").get_by_text("voice service cannot be reached")).to_be_visible()
    expect(sample(page)).to_be_enabled()
    faulty.fail()
    hear(page)
    expect(page.get_by_text("voice service cannot be reached")).to_be_hidden()


def test_one_that_takes_long_says_so_and_can_be_given_up(page: Page, faulty: Peer) -> None:
    faulty.fail(websocket="hang")
    open_settings(page)
    sample(page).click()
    expect(page.get_by_text("One moment …")).to_be_visible()
    sample(page, "Stop").click()
    expect(page.get_by_text("One moment …")).to_be_hidden()
    with page.expect_response("**/sample?en"):
        faulty.fail()
    expect(sample(page)).to_be_visible()
    assert page.evaluate(NOTHING_PLAYS)
