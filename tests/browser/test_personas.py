"""Making a persona of one's own, hearing it, and talking with it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_first_conversation import heard_by
from tests.browser.test_samples import AUDIBLE, NOTHING_PLAYS
from tests.support.processes import Peer, Site

INSTRUCTIONS = "You are Nan, who bakes.\nYou speak of flour and of the war."


@pytest.fixture
def cards(page: Page, site: Site) -> Page:
    """The page of personas."""
    page.goto(f"{site.url}/personas/")
    return page


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem", name=name, exact=True)


def begin(page: Page, **fields: str) -> None:
    """Open the form for a new one, and write these into its fields."""
    page.get_by_role("link", name="New persona").click()
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)


def test_a_person_makes_one_from_a_copy_talks_with_it_and_finds_its_words(
    cards: Page, site: Site
) -> None:
    card(cards, "Juniper").get_by_role("link", name="Copy and adjust").click()
    expect(cards.get_by_label("Name", exact=True)).to_have_value("Juniper 2")
    cards.get_by_label("Name", exact=True).fill("Nan")
    cards.get_by_label("Instructions").fill(INSTRUCTIONS)
    cards.get_by_label("Opening line").fill("")
    cards.get_by_role("combobox", name="Voice").select_option("sage")
    cards.get_by_role("button", name="Save").click()
    expect(cards.get_by_text("Nan is saved.")).to_be_visible()
    expect(card(cards, "Nan")).to_be_in_viewport()
    card(cards, "Nan").get_by_role("link", name="Talk with Nan").click()
    expect(cards.get_by_role("radio", name="Nan")).to_be_checked()
    cards.get_by_role("button", name="Start").click()
    heard_by(cards, "You")
    heard_by(cards, "Nan")
    cards.get_by_role("button", name="End", exact=True).click()
    cards.get_by_role("link", name="Read it again").click()
    details = cards.locator(".details")
    details.get_by_text("Details").click()
    for fact in ("Nan", "Sage"):
        expect(details.get_by_text(fact, exact=True)).to_be_visible()
    details.get_by_text("Instructions", exact=True).click()
    expect(details.get_by_text("You speak of flour and of the war.")).to_be_visible()


def test_one_is_made_by_keyboard_alone(cards: Page) -> None:
    cards.get_by_role("link", name="New persona").focus()
    keyboard = cards.keyboard
    keyboard.press("Enter")
    expect(cards.get_by_label("Name", exact=True)).to_be_focused()
    keyboard.type("Nan")
    for _ in range(3):
        keyboard.press("Tab")
    expect(cards.get_by_label("Instructions")).to_be_focused()
    keyboard.type("Be kind.")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.type("sage")
    for _ in range(2):
        keyboard.press("Tab")
    expect(cards.get_by_role("slider", name="Speed")).to_be_focused()
    for _ in range(2):
        keyboard.press("ArrowLeft")
    expect(cards.get_by_text("0.9 ×")).to_be_visible()
    keyboard.press("Enter")
    expect(card(cards, "Nan")).to_be_focused()
    expect(card(cards, "Nan").get_by_text("Voice: Sage · × 0.9")).to_be_visible()
    for _ in range(2):
        keyboard.press("Tab")
    keyboard.press("Enter")
    expect(cards.get_by_role("radio", name="Nan")).to_be_checked()


def test_one_voice_is_heard_at_a_time(cards: Page) -> None:
    juniper, ada = card(cards, "Juniper"), card(cards, "Ada")
    juniper.get_by_role("button", name="Hear it").click()
    stream = cards.evaluate(AUDIBLE)
    ada.get_by_role("button", name="Hear it").click()
    expect(ada.get_by_role("button", name="Stop")).to_be_visible()
    expect(juniper.get_by_role("button", name="Hear it")).to_be_visible()
    assert cards.evaluate(AUDIBLE) != stream
    ada.get_by_role("button", name="Stop").click()
    expect(ada.get_by_role("button", name="Hear it")).to_be_visible()
    assert cards.evaluate(NOTHING_PLAYS)


@pytest.mark.slow
@pytest.mark.logs("503")
def test_a_voice_that_cannot_be_heard_says_why(cards: Page, faulty: Peer) -> None:
    faulty.fail(websocket="500")
    juniper, ada = card(cards, "Juniper"), card(cards, "Ada")
    juniper.get_by_role("button", name="Hear it").click()
    expect(juniper.get_by_text("voice service cannot be reached")).to_be_visible()
    expect(juniper.get_by_role("button", name="Hear it")).to_be_enabled()
    faulty.fail()
    ada.get_by_role("button", name="Hear it").click()
    cards.evaluate(AUDIBLE)
    expect(juniper.get_by_text("voice service cannot be reached")).to_be_hidden()


def test_the_form_lets_the_chosen_voice_be_heard(cards: Page) -> None:
    begin(cards)
    cards.get_by_role("combobox", name="Voice").select_option("cedar")
    with cards.expect_request("**/api/voices/cedar/sample?en"):
        cards.get_by_role("button", name="Hear it").click()
    cards.evaluate(AUDIBLE)
    cards.get_by_role("combobox", name="Voice").select_option("ash")
    expect(cards.get_by_role("button", name="Hear it")).to_be_visible()
    assert cards.evaluate(NOTHING_PLAYS)


@pytest.mark.slow
def test_nothing_that_was_written_is_lost_unasked(cards: Page, site: Site) -> None:
    begin(cards, Name="Nan", Instructions="Be kind.")
    asked = []
    cards.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    cards.get_by_role("link", name="History").click(no_wait_after=True)
    cards.wait_for_timeout(0)
    expect(cards.get_by_label("Name", exact=True)).to_have_value("Nan")
    assert asked == ["beforeunload"]
    cards.get_by_role("button", name="Preview").click()
    expect(cards.locator("#preview")).to_be_in_viewport()
    expect(cards.get_by_text('"instructions": "Be kind."')).to_be_visible()
    cards.get_by_role("button", name="Save").click()
    expect(card(cards, "Nan")).to_be_visible()
    assert asked == ["beforeunload"]


@pytest.mark.slow
@pytest.mark.logs("422")
def test_what_is_wrong_is_where_one_goes_on(cards: Page) -> None:
    begin(cards, Name="Nan")
    cards.get_by_role("button", name="Save").click()
    expect(cards.get_by_role("alert")).to_contain_text("Instructions: Say who this is")
    expect(cards.get_by_label("Instructions")).to_be_focused()
    expect(cards.get_by_label("Instructions")).to_have_accessible_description(
        re.compile("Say who this is and how it talks.$")
    )


@pytest.mark.slow
def test_an_effort_is_offered_for_models_that_reason(cards: Page, site: Site) -> None:
    with site.connect() as database:
        database.execute("UPDATE voicechat_speechmodel SET reasons = (name NOT LIKE '%mini')")
    begin(cards)
    effort = cards.get_by_label("Reasoning effort")
    effort.select_option("high")
    model = cards.get_by_label("Model", exact=True)
    model.select_option("gpt-realtime-2.1-mini")
    expect(effort).to_be_hidden()
    model.select_option("gpt-realtime-2.1")
    expect(effort).to_have_value("high")
    with site.connect() as database:
        database.execute("UPDATE voicechat_speechmodel SET reasons = true")


@pytest.mark.slow
def test_all_of_it_goes_without_javascript(page: Page, site: Site) -> None:
    state = page.context.storage_state()
    context = page.context.browser.new_context(java_script_enabled=False, storage_state=state)
    plain = context.new_page()
    plain.goto(f"{site.url}/personas/")
    expect(plain.get_by_role("button", name="Hear it")).to_have_count(0)
    begin(plain, Name="Nan", Instructions="Be kind.")
    plain.get_by_role("button", name="Preview").click()
    expect(plain.locator("#preview")).to_be_in_viewport()
    plain.get_by_role("button", name="Save").click()
    card(plain, "Nan").get_by_role("button", name="Make it my default").click()
    expect(card(plain, "Nan").get_by_text("Your default")).to_be_visible()
    card(plain, "Nan").get_by_role("link", name="Delete").click()
    plain.get_by_role("button", name="Delete").click()
    expect(plain.get_by_text("Nan was deleted.")).to_be_visible()
    expect(card(plain, "Nan")).to_have_count(0)
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/personas/", "/personas/new/"])
def test_a_phone_has_room_for_it(page: Page, site: Site, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site.url + path)
    assert page.evaluate("document.querySelector('.middle').scrollWidth") <= 360
    assert page.evaluate("document.documentElement.scrollHeight") <= 740  # its middle scrolls alone
