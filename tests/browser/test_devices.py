"""Microphones that are chosen, unplugged and silent; real streams of Chromium's fake devices."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import run
from tests.browser.spoken import SPOKEN

UNPLUGGING = (Path(__file__).parent / "unplugging.js").read_text()
SPEECH = 30_000  # ms
INPUTS = """async () => (await navigator.mediaDevices.enumerateDevices())
  .filter(({ kind }) => kind === "audioinput").map(({ deviceId, label }) => ({ deviceId, label }))"""
LISTEN = """({ listen, unheard }, samples) => {
  let state = unheard;
  return samples.map(([at, isOpen, peak]) => (state = listen(state, { at, isOpen, peak })).isSilent);
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
