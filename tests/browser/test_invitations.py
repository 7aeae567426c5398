"""An admin invites somebody, who makes an account, all by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.processes import Site

PASSWORD = "correct horse battery staple"
MOST_TABS = 20


@pytest.fixture
def admin(page: Page, site: Site) -> Iterator[Page]:
    """The admin of a site where accounts are made by invitation."""
    own = page.context.browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    admin = own.new_page()
    site.sign_in(admin, "admin@example.com")
    admin.goto(f"{site.url}/admin/voicechat/sitesettings/")
    admin.get_by_label("By invitation").check()
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.get_by_text("was changed successfully").wait_for()
    yield admin
    own.close()
    with site.connect() as database:
        database.execute("UPDATE voicechat_sitesettings SET sign_up = 'open'")


@pytest.fixture
def link(admin: Page, site: Site) -> str:
    """What the admin copies."""
    admin.goto(f"{site.url}/admin/voicechat/invitation/add/")
    admin.get_by_label("Note").fill("Bea")
    admin.keyboard.press("Enter")
    admin.get_by_role("button", name="Copy").click()
    admin.get_by_role("button", name="Copied").wait_for()
    return str(admin.evaluate("navigator.clipboard.readText()"))


def press(page: Page, target: Locator) -> None:
    """Go to something with Tab, as whoever sees where they are, and press it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    page.keyboard.press("Enter")


def test_an_invited_person_joins_by_keyboard(
    page: Page, admin: Page, site: Site, link: str
) -> None:
    visitor = page.context.browser.new_context().new_page()
    visitor.goto(f"{site.url}/accounts/signup/")
    expect(visitor.get_by_role("heading", name="You need an invitation")).to_be_visible()
    visitor.goto(link)
    press(visitor, visitor.get_by_role("button", name="Create an account"))
    visitor.get_by_text("You are invited.").wait_for()
    expect(visitor).to_have_url(f"{site.url}/accounts/signup/")
    assert visitor.evaluate("document.referrer") == f"{site.url}/"
    visitor.get_by_label("Email").focus()
    visitor.keyboard.type("bea@example.com")
    visitor.keyboard.press("Tab")
    visitor.keyboard.type(PASSWORD)
    visitor.keyboard.press("Enter")
    visitor.locator("#start:enabled").wait_for()
    admin.reload()
    expect(admin.get_by_role("link", name="bea@example.com")).to_be_visible()
    expect(admin.get_by_text("used up")).to_be_visible()
    visitor.goto(link)
    expect(visitor.get_by_role("heading", name="This invitation cannot be used")).to_be_visible()
    visitor.context.close()


@pytest.mark.slow
def test_people_are_added_to_a_group_by_typing(admin: Page, site: Site) -> None:
    admin.goto(f"{site.url}/admin/auth/group/add/")
    admin.get_by_label("Name").fill("Family")
    admin.get_by_role("group", name="People").get_by_role("searchbox").click()
    admin.keyboard.type("user@")
    admin.get_by_role("option", name="user@example.com").click()
    admin.get_by_role("button", name="Save and continue editing").click()
    expect(admin.get_by_role("link", name="1 person")).to_be_visible()
    admin.get_by_role("checkbox", name="user@example.com").check()
    admin.get_by_role("button", name="Save and continue editing").click()
    expect(admin.get_by_role("link", name="0 people")).to_be_visible()
    with site.connect() as database:
        database.execute("DELETE FROM auth_group")
