"""Microphones that are chosen, unplugged and silent; real streams of Chromium's fake devices."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import run
from tests.support.spoken import SPOKEN

UNPLUGGING = (Path(__file__).parent / "unplugging.js").read_text()
SPEECH = 30_000  # ms
INPUTS = """async () => (await navigator.mediaDevices.enumerateDevices())
  .filter(({ kind }) => kind === "audioinput")
  .map(({ deviceId, label }) => ({ deviceId, label }))"""
# Each wish for a microphone, with what became of it.
ASKED = """globalThis.asked = [];
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wishes) => {
  const stream = await open(wishes);
  asked.push([wishes, stream.getAudioTracks()[0].getSettings()]);
  return stream;
};"""
LISTEN = """({ listen, unheard }, samples) => {
  let state = unheard;
  return samples.map(([at, isOpen, peak]) => {
    state = listen(state, { at, isOpen, peak });
    return state.isSilent;
  });
}"""


@pytest.fixture
def pluggable(page: Page) -> Page:
    """The call page, with devices that come and go."""
    page.add_init_script(UNPLUGGING)
    page.reload()
    page.locator("#start:enabled").wait_for()
    return page


def start(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)


@pytest.mark.usefixtures("transport")
def test_an_unplugged_microphone_is_replaced_and_heard(pluggable: Page) -> None:
    page = pluggable
    note = page.locator("#device-note")
    start(page)
    devices = page.evaluate(INPUTS)
    ids = [device["deviceId"] for device in devices]
    page.evaluate("(id) => plugs.out(id)", ids[0])
    expect(note).to_contain_text(f"You speak through “{devices[1]['label']}” now.")
    page.evaluate("(ids) => plugs.out(...ids)", ids)
    expect(note).to_contain_text("No microphone is left")
    expect(page.get_by_role("status")).to_have_text("Connected")
    page.evaluate("(id) => plugs.in(id)", ids[2])
    expect(note).to_contain_text(f"You speak through “{devices[2]['label']}” now.")
    said = page.get_by_role("article", name="You").filter(has_text=SPOKEN)
    expect(said).to_be_visible(timeout=SPEECH)


@pytest.mark.slow
@pytest.mark.usefixtures("transport")
def test_mute_goes_over_to_the_next_microphone(pluggable: Page) -> None:
    page = pluggable
    start(page)
    page.get_by_role("button", name="Mute").click()
    page.evaluate("(id) => plugs.out(id)", page.evaluate(INPUTS)[0]["deviceId"])
    expect(page.locator("#device-note")).to_contain_text("You speak through")
    assert page.evaluate("plugs.open().map(({ enabled }) => enabled)") == [False]
    page.get_by_role("button", name="Unmute").click()
    assert page.evaluate("plugs.open().map(({ enabled }) => enabled)") == [True]


def test_the_microphone_is_tried_chosen_and_remembered(pluggable: Page) -> None:
    page = pluggable
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Test the microphone").click()
    expect(page.get_by_role("meter", name="Input level")).not_to_have_attribute(
        "aria-valuenow", "0", timeout=SPEECH
    )
    page.get_by_role("button", name="Close").click()
    page.wait_for_function("() => plugs.open().length === 0")
    chosen = page.evaluate(INPUTS)[2]
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Microphone", exact=True).select_option(chosen["label"])
    page.reload()
    start(page)
    assert page.evaluate("plugs.open().map(({ label }) => label)") == [chosen["label"]]


@pytest.mark.slow
def test_the_speaker_is_chosen_and_remembered(page: Page) -> None:
    start(page)  # devices have names from now on
    page.get_by_role("button", name="Settings").click()
    speakers = page.get_by_label("Speaker", exact=True)
    name = speakers.locator("option").last.inner_text()
    speakers.select_option(name)
    sink = "() => document.getElementById('speech').sinkId"
    chosen = speakers.input_value()
    page.wait_for_function(f"(chosen) => ({sink})() === chosen", arg=chosen)
    page.reload()
    start(page)
    page.wait_for_function(f"(chosen) => ({sink})() === chosen", arg=chosen)


@pytest.mark.slow
def test_echo_and_noise_are_taken_away_and_the_microphone_is_asked_for_once(page: Page) -> None:
    page.add_init_script(ASKED)
    page.reload()
    page.get_by_role("button", name="Start").hover()
    expect(page.locator("#preflight")).to_contain_text("are fine")
    assert page.evaluate("asked") == []
    start(page)
    ((wishes, has),) = page.evaluate("asked")
    for way in ("echoCancellation", "noiseSuppression", "autoGainControl"):
        assert wishes["audio"][way] is True
        assert has[way] is True


@pytest.mark.slow
def test_a_microphone_that_gives_nothing_is_said(page: Page) -> None:
    page.evaluate(
        """() => {
          navigator.mediaDevices.getUserMedia = async () =>
            new AudioContext().createMediaStreamDestination().stream;
        }"""
    )
    start(page)
    expect(page.locator("#device-note")).to_contain_text("Nothing comes from", timeout=8_000)
    page.get_by_role("button", name="Mute").click()
    expect(page.locator("#device-note")).to_be_empty()


def test_silence_is_told_from_a_pause(call_page: Page) -> None:
    silent_from_the_start = [[0, True, 0], [3_999, True, 0], [4_000, True, 0], [4_500, True, 0.1]]
    assert run(call_page, "silence", LISTEN, silent_from_the_start) == [False, False, True, False]
    a_pause = [[0, True, 0.2], [500, True, 0], [9_000, True, 0], [10_500, True, 0]]
    assert run(call_page, "silence", LISTEN, a_pause) == [False, False, False, True]
    muted = [[0, True, 0], [3_000, False, 0], [9_000, False, 0], [9_500, True, 0]]
    assert run(call_page, "silence", LISTEN, muted) == [False] * 4
