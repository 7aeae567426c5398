"""Ways of talking: by voice, by holding a button, by writing; and cutting a reply off."""

from playwright.sync_api import Page, expect

from tests.browser.processes import Site, wait_until

SPEECH_AND_ANSWER = 30_000  # ms


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


def test_what_is_typed_before_the_call_is_connected_is_sent_then(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").click()
    page.get_by_role("textbox", name="Message").fill("An early question")
    page.keyboard.press("Enter")
    turns = page.get_by_role("log").get_by_role("article")
    expect(turns.nth(1)).to_contain_text("An early", timeout=SPEECH_AND_ANSWER)
    # No opening line comes before it.
    assert [turns.nth(i).get_attribute("aria-label") for i in (0, 1)] == ["You", "Juniper"]
