"""Having a conversation back, and leaving for good, in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from realtime_site.dotenv import BASE_DIR
from tests.browser.modules import run
from tests.browser.records import on_disk, say, start_call
from tests.support.processes import Site, wait_until

PASSWORD = "correct horse battery staple"
LEFT = "async ({ OutboxStore }, account) => (await new OutboxStore().all(account)).length"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The conversation that stands in the documentation."""
    text = (Path(BASE_DIR) / "docs/history.md").read_text()
    (found,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    file = tmp_path / "sea.json"
    file.write_text(found)
    return file


@pytest.fixture
def newcomer(page: Page, site: Site) -> Iterator[Page]:
    """The call page of somebody who has just signed up."""
    own = page.context.browser.new_context().new_page()
    own.goto(f"{site.url}/accounts/signup/")
    own.get_by_label("Email").fill("newcomer@example.com")
    own.get_by_label("Password").fill(PASSWORD)
    own.locator("main form button").click()
    own.locator("#start:enabled").wait_for()
    yield own
    own.context.close()


def test_a_file_brings_a_conversation_back_once(newcomer: Page, site: Site, example: Path) -> None:
    for heading in ("1 conversation imported", "0 conversations imported"):
        newcomer.goto(f"{site.url}/history/import/")
        newcomer.get_by_label("File").set_input_files(example)
        newcomer.get_by_role("button", name="Import").click()
        expect(newcomer.get_by_role("heading", level=1)).to_have_text(heading)
    newcomer.get_by_role("main").get_by_role("link", name="The sea").click()
    expect(newcomer.get_by_role("article")).to_contain_text("What colour is the sea?")
    leave(newcomer)


@pytest.mark.slow
def test_who_leaves_leaves_nothing_in_the_browser_either(newcomer: Page, site: Site) -> None:
    account = newcomer.locator("body").get_attribute("data-account")
    newcomer.route("**/records", lambda route: route.abort())
    say(newcomer, start_call(newcomer), ["Is it far?"])
    wait_until(lambda: len(on_disk(newcomer)) == 1)
    leave(newcomer)
    wait_until(lambda: run(newcomer, "outbox_store", LEFT, account) == 0)
    assert site.rows("SELECT 1 FROM voicechat_user WHERE email LIKE 'newcomer%'") == []
    newcomer.get_by_role("link", name="To the start").click()
    newcomer.get_by_role("link", name="Sign in").wait_for()


def leave(page: Page) -> None:
    """Delete the account, from wherever one is."""
    page.get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Delete account").click()
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", name="Goodbye")).to_be_visible()
