"""What people choose under Account, as the pages then are."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.talks import talk
from tests.browser.test_talking import open_settings, start
from tests.support.processes import Site

DARK = "rgb(22, 20, 18)"
LIGHT = "rgb(248, 244, 236)"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
# What a page's first pictures are painted on, from before there is a page.
WATCH = f"""
  globalThis.painted = [];
  requestAnimationFrame(function look() {{
    if (document.body) painted.push({BACKGROUND});
    requestAnimationFrame(look);
  }});
"""
PAINTED = "() => painted.length > 10 && [...new Set(painted)]"
HUE = "document.getElementById('figure').getContext('2d').fillStyle"


@pytest.fixture
def account(page: Page, site: Site) -> Iterator[Page]:
    """The page of a person's settings, on a device that is light."""
    page.emulate_media(color_scheme="light")
    page.goto(f"{site.url}/account/")
    yield page
    with site.connect() as database:
        database.execute(
            "UPDATE voicechat_user SET theme = '', microphone_mode = '', keep_days = NULL"
        )


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()


def test_the_theme_is_seen_at_once_and_kept_by_keyboard(account: Page) -> None:
    assert account.evaluate(BACKGROUND) == LIGHT
    account.get_by_role("radio", name="As the device").focus()
    account.keyboard.press("ArrowRight")
    account.keyboard.press("ArrowRight")
    expect(account.get_by_role("radio", name="Dark")).to_be_focused()
    expect(account.locator("body")).to_have_css("background-color", DARK)
    account.keyboard.press("Enter")
    account.get_by_text("Saved.").wait_for()
    expect(account.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "device", "colour", "hue"),
    [("Dark", "light", DARK, "#6dc0d3"), ("Light", "dark", LIGHT, "#17687a")],
)
def test_no_page_flashes_in_another_theme(
    account: Page, site: Site, theme: str, device: str, colour: str, hue: str
) -> None:
    account.get_by_role("radio", name=theme).check()
    save(account)
    account.emulate_media(color_scheme=device)
    account.add_init_script(WATCH)
    for path in ("/history/", "/accounts/email/", "/account/delete/", "/"):
        with account.expect_navigation():
            account.evaluate("url => { location.href = url }", site.url + path)
        seen = account.wait_for_function(PAINTED).json_value()
        assert seen == [colour], path
    assert account.evaluate(HUE) == hue


@pytest.mark.logs("422")
def test_enter_in_a_field_does_not_say_yes_to_deleting(account: Page, site: Site) -> None:
    talk(site, "Tell me of the sea.")
    long_ago = (datetime.now(UTC) - timedelta(days=8)).replace(tzinfo=None)
    with site.connect() as database:
        database.execute("UPDATE voicechat_conversation SET ended_at = %s", [str(long_ago)])
    account.get_by_label("Conversations are deleted").select_option("7")
    for _ in range(2):
        account.get_by_label("Name").press("Enter")
        warning = account.get_by_role("alert")
        expect(warning).to_contain_text("1 conversation ended longer ago")
        expect(warning).to_be_focused()
    account.keyboard.press("Tab")
    account.keyboard.press("Enter")
    account.get_by_text("Saved.").wait_for()
    assert site.rows("SELECT keep_days FROM voicechat_user WHERE keep_days = 7") == [(7,)]


def answers(page: Page) -> object:
    open_settings(page)
    return page.get_by_role("combobox", name="It answers")


def test_a_call_begins_with_push_to_talk_where_that_was_chosen(account: Page, site: Site) -> None:
    account.get_by_role("radio", name="Push to talk").check()
    save(account)
    account.goto(site.url)
    expect(answers(account)).to_have_value("push_to_talk")
    start(account)
    expect(account.get_by_role("button", name="Hold to talk")).to_be_enabled()


@pytest.mark.slow
def test_what_was_chosen_in_a_browser_stays_there_until_one_chooses_anew(
    account: Page, site: Site
) -> None:
    account.goto(site.url)
    open_settings(account)
    account.get_by_role("combobox", name="Voice").select_option("cedar")  # nothing of talking
    with site.connect() as database:  # in another browser
        database.execute("UPDATE voicechat_user SET microphone_mode = 'push_to_talk'")
    account.reload()
    way = answers(account)
    expect(way).to_have_value("push_to_talk")
    way.select_option("semantic_vad")
    account.reload()
    expect(answers(account)).to_have_value("semantic_vad")
    account.goto(f"{site.url}/account/")
    account.get_by_role("radio", name="Hands-free").check()
    account.get_by_role("radio", name="Push to talk").check()
    save(account)
    account.goto(site.url)
    expect(answers(account)).to_have_value("push_to_talk")
