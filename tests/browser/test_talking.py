"""Ways of talking: by voice, by holding a button, by writing; and cutting a reply off."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.support.processes import Peer, Site, wait_until
from tests.support.spoken import SPOKEN

pytestmark = pytest.mark.usefixtures("transport")

SPEECH_AND_ANSWER = 30_000  # ms
# Until the panel's level has been up, and down for most of a second.
END_OF_SPEECH = """() => new Promise((resolve) => {
  let quietSince = null;
  const look = (now) => {
    if (Number(document.getElementById("level").ariaValueNow) > 10) quietSince = now;
    if (quietSince && now - quietSince > 800) resolve();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""

# At once: a busy machine may take longer over two keys than over a word.
TAP = """() => ["keydown", "keyup"].forEach((type) =>
  document.body.dispatchEvent(new KeyboardEvent(type, { key: " ", bubbles: true })))"""


def start(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)


def said(page: Page, speaker: str, state: str) -> object:
    return (
        page.get_by_role("log")
        .locator(f".turn.{state}")
        .and_(page.get_by_role("article", name=speaker))
    )


def test_a_reply_is_interrupted_and_keeps_what_was_heard(page: Page, site: Site) -> None:
    start(page)
    interrupt = page.get_by_role("button", name="Interrupt")
    expect(interrupt).to_be_visible(timeout=SPEECH_AND_ANSWER)  # the opening line sounds
    interrupt.click()
    opening = said(page, "Juniper", "interrupted").first
    expect(opening).to_contain_text("interrupted")
    expect(interrupt).not_to_be_visible()
    wait_until(site.turns)
    _, state, text = site.turns()[0]
    assert state == "interrupted"
    assert len(text) < len("Hi, I'm Juniper. What's on your mind today?")
    expect(opening.locator("p").first).to_have_text(text)


def test_muting_in_mid_sentence_keeps_what_was_said_until_then(page: Page, site: Site) -> None:
    start(page)
    listening = page.get_by_role("article", name="You").filter(has_text="listening")
    expect(listening).to_be_visible(timeout=SPEECH_AND_ANSWER)
    page.get_by_role("button", name="Mute", exact=True).click()
    turn = said(page, "You", "final").or_(said(page, "You", "failed"))
    expect(turn).to_be_visible(timeout=SPEECH_AND_ANSWER)


def open_settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("heading", name="This call").wait_for()


def test_what_is_typed_before_the_call_is_connected_is_sent_then(page: Page, faulty: Peer) -> None:
    faulty.fail(mint_delay_s=2)  # over whichever transport
    open_settings(page)
    page.get_by_role("combobox", name="It answers").select_option("push_to_talk")  # none is spoken
    page.get_by_role("button", name="Start").click()
    page.get_by_role("textbox", name="Message").fill("An early question")
    page.keyboard.press("Enter")
    turns = page.get_by_role("log").get_by_role("article")
    expect(turns.nth(0)).to_contain_text("An early question", timeout=SPEECH_AND_ANSWER)
    expect(turns.nth(0)).to_have_attribute("aria-label", "You")
    expect(turns.nth(1)).to_have_attribute("aria-label", "Juniper")  # its answer: nothing opened


def test_holding_space_is_one_turn(page: Page, site: Site) -> None:
    open_settings(page)
    page.get_by_role("combobox", name="It answers").select_option("push_to_talk")
    start(page)
    expect(page.get_by_role("button", name="Mute", exact=True)).to_be_hidden()
    page.evaluate(TAP)
    expect(page.get_by_role("alert")).to_contain_text("for as long as you speak")
    page.keyboard.down("Space")
    expect(page.get_by_role("button", name="Listening …")).to_be_visible()
    page.evaluate(END_OF_SPEECH)
    page.keyboard.up("Space")
    expect(said(page, "You", "final").filter(has_text=SPOKEN)).to_be_visible(
        timeout=SPEECH_AND_ANSWER
    )
    reply = page.get_by_role("article", name="Juniper").filter(has_text=SPOKEN)
    expect(reply).to_be_visible(timeout=SPEECH_AND_ANSWER)
    page.get_by_role("button", name="Hold to talk").hover()
    page.mouse.down()
    expect(page.get_by_role("button", name="Listening …")).to_be_visible()
    page.mouse.move(5, 5)  # let go elsewhere
    page.mouse.up()
    expect(page.get_by_role("button", name="Hold to talk")).to_be_visible()
    page.reload()
    open_settings(page)
    expect(page.get_by_role("combobox", name="It answers")).to_have_value("push_to_talk")


def test_a_call_changes_while_it_goes_on(page: Page, site: Site) -> None:
    open_settings(page)
    page.get_by_role("combobox", name="Voice").select_option("cedar")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    expect(page.get_by_role("combobox", name="Model")).to_be_disabled()
    expect(page.get_by_text("A call keeps the model that it began with.")).to_be_visible()
    page.get_by_role("combobox", name="It answers").select_option("push_to_talk")
    expect(page.get_by_role("button", name="Hold to talk")).to_be_enabled()
    expect(page.get_by_text("Changed, from the next reply on.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Voice")).to_be_disabled(timeout=SPEECH_AND_ANSWER)
    page.get_by_role("slider", name="Speed").fill("1.5")
    page.get_by_role("slider", name="Speed").dispatch_event("change")
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("combobox", name="Voice")).to_be_enabled()
    ((kept,),) = site.rows("SELECT settings FROM voicechat_conversation")
    assert (json.loads(kept) if isinstance(kept, str) else kept)["voice"] == "cedar"
