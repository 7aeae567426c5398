"""What a page could not send waits on disk, and the next page of the same account sends it."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from tests.browser.records import deliver, on_disk, posts, say, start_call
from tests.support import chromium
from tests.support.browsers import ARGUMENTS
from tests.support.processes import Site, wait_until

LINES = ["Is it far?", "Not at all.", "How far?"]
UNREACHABLE = "ERR_CONNECTION_REFUSED"


def texts(site: Site) -> list[str]:
    return [text for _, _, text in site.turns()]


def leave_behind(page: Page, site: Site, lines: list[str] = LINES) -> Page:
    """Have lines finished that do not get through, and close the tab; gives another, empty one."""
    url = start_call(page)
    other = page.context.new_page()
    page.route("**/records", lambda route: route.abort())
    say(page, url, lines)
    wait_until(lambda: len(on_disk(page)) == len(lines))
    page.close()
    assert site.turns() == []
    return other


@pytest.mark.logs("ERR_FAILED")
def test_any_page_of_the_next_visit_delivers_once(page: Page, site: Site) -> None:
    other = leave_behind(page, site)
    sent = posts(other.context)
    other.goto(f"{site.url}/personas/")
    wait_until(lambda: texts(site) == LINES)
    wait_until(lambda: on_disk(other) == [])
    other.reload()
    deliver(other)
    assert len(sent) == 1


@pytest.mark.logs("ERR_FAILED")
def test_two_tabs_do_not_send_the_same(page: Page, site: Site) -> None:
    other = leave_behind(page, site)
    third = other.context.new_page()
    sent = posts(other.context)
    other.goto(f"{site.url}/personas/", wait_until="commit")
    third.goto(f"{site.url}/account/")
    wait_until(lambda: texts(site) == LINES)
    wait_until(lambda: on_disk(third) == [])
    assert len(sent) == 1


@pytest.mark.logs("ERR_FAILED")
def test_the_lines_of_a_page_that_lives_are_left_to_it(page: Page, site: Site) -> None:
    url = start_call(page)
    page.route("**/records", lambda route: route.abort())
    say(page, url, LINES)
    wait_until(lambda: len(on_disk(page)) == len(LINES))
    other = page.context.new_page()
    sent = posts(page.context)
    other.goto(f"{site.url}/personas/")
    deliver(other)
    page.unroute("**/records")
    wait_until(lambda: texts(site) == LINES)
    assert other not in sent


@pytest.mark.slow
@pytest.mark.logs("ERR_FAILED")
def test_five_hundred_lines_are_a_few_requests(page: Page, site: Site) -> None:
    other = leave_behind(page, site, [f"Line {n}" for n in range(500)])
    sent = posts(other.context)
    other.goto(f"{site.url}/history/")
    wait_until(lambda: len(site.turns()) == 500)
    wait_until(lambda: on_disk(other) == [])
    assert len(sent) == 5


@pytest.mark.slow
@pytest.mark.logs("ERR_FAILED")
def test_another_account_neither_sends_nor_sees_them(page: Page, site: Site) -> None:
    other = leave_behind(page, site)
    other.context.clear_cookies(name="sessionid")  # a session that expired
    sent = posts(other.context)
    site.sign_in(other, "admin@example.com")
    deliver(other)
    assert on_disk(other) == []
    assert not sent
    other.get_by_role("button", name="Sign out").click()
    site.sign_in(other)
    wait_until(lambda: texts(site) == LINES)


@pytest.mark.slow
@pytest.mark.logs("409", "401")
def test_a_page_whose_browser_another_account_took_keeps_its_lines(page: Page, site: Site) -> None:
    url = start_call(page)
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    site.sign_in(other, "admin@example.com")
    say(page, url, LINES)
    expect(page.get_by_text("Somebody else has signed in here")).to_be_visible()
    other.get_by_role("button", name="Sign out").click()
    site.sign_in(other)
    wait_until(lambda: texts(site) == LINES)
    wait_until(lambda: on_disk(page) == [])


@pytest.fixture
def visit(browser_type: BrowserType, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Start a browser with the same profile each time."""
    opened = []

    def start() -> BrowserContext:
        context = browser_type.launch_persistent_context(
            tmp_path, executable_path=chromium.find(), args=ARGUMENTS, headless=True
        )
        opened.append(context)
        return context

    yield start
    opened[-1].close()


def close(page: Page, profile: Path) -> None:
    """Close the browser of a page."""
    page.context.close()


def kill(page: Page, profile: Path) -> None:
    """End the browser of a profile without a word, as a crash does."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it has ended meanwhile
            continue
        if f"--user-data-dir={profile}".encode() in command:
            os.kill(int(process.name), signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize("leave", [close, kill])
def test_a_browser_that_ends_while_the_site_is_down_delivers_when_it_is_back(
    visit: Callable[[], BrowserContext],
    tmp_path: Path,
    start_site: Callable[..., Site],
    peer: object,
    leave: Callable[[Page, Path], None],
) -> None:
    site = start_site()
    page = visit().new_page()
    site.sign_in(page)
    url = start_call(page)
    say(page, url, [])  # the modules for this and
    on_disk(page)  # for that are loaded while they can be had
    site.stop()
    say(page, url, LINES)
    wait_until(lambda: len(on_disk(page)) == len(LINES))
    leave(page, tmp_path)
    site.start()
    page = visit().new_page()
    page.context.clear_cookies()  # a browser that was killed may have kept them or not
    site.sign_in(page)
    wait_until(lambda: texts(site) == LINES)


@pytest.mark.slow
@pytest.mark.logs("ERR_FAILED")
def test_being_behind_is_said_after_a_while(page: Page, site: Site) -> None:
    url = start_call(page)
    page.route("**/records", lambda route: route.abort())
    say(page, url, LINES)
    expect(page.get_by_text("3 lines not saved yet.")).to_be_visible()
    page.unroute("**/records")
    deliver(page)
    expect(page.get_by_text("Everything is saved now.")).to_be_visible()
    assert texts(site) == LINES


@pytest.mark.slow
def test_nothing_is_said_while_all_goes_well(page: Page, site: Site) -> None:
    say(page, start_call(page), LINES)
    wait_until(lambda: texts(site) == LINES)
    wait_until(lambda: on_disk(page) == [])
    expect(page.locator("#unsaved")).to_be_hidden()


@pytest.mark.slow
@pytest.mark.logs("ERR_FAILED")
def test_without_a_disk_lines_are_sent_and_leaving_is_questioned(page: Page, site: Site) -> None:
    page.add_init_script("delete Object.getPrototypeOf(window).indexedDB; delete window.indexedDB")
    page.reload()
    url = start_call(page)
    say(page, url, LINES[:2])
    wait_until(lambda: texts(site) == LINES[:2])
    page.route("**/records", lambda route: route.abort())
    page.get_by_role("radio", name="Ada").click()  # browsers ask only where something was done
    say(page, url, LINES)
    expect(page.get_by_text("Please leave this page open.")).to_be_visible()
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    asked.value.accept()


@pytest.mark.slow
@pytest.mark.logs("404")
def test_a_proxy_that_does_not_find_the_site_refuses_nothing(page: Page, site: Site) -> None:
    url = start_call(page)
    page.route("**/records", lambda route: route.fulfill(status=404, body="<h1>Not found</h1>"))
    say(page, url, LINES)
    expect(page.get_by_text("3 lines not saved yet.")).to_be_visible()
    page.unroute("**/records")
    deliver(page)
    wait_until(lambda: texts(site) == LINES)
    wait_until(lambda: on_disk(page) == [])


def refuse(page: Page, site: Site) -> None:
    """Have one line refused for good, and open History."""
    say(page, start_call(page), ["Nobody may say this."], role="nobody")
    expect(page.get_by_text("1 line could not be saved")).to_be_visible()
    page.get_by_role("link", name="Show in History").click()


def test_a_refused_line_is_shown_and_can_be_copied(page: Page, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    refuse(page, site)
    refused = page.get_by_role("region", name="Could not be saved")
    expect(refused).to_contain_text("Nobody may say this.")
    refused.get_by_role("button", name="Copy").click()
    expect(refused.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Nobody may say this."


@pytest.mark.slow
def test_a_refused_line_can_be_copied_on_a_phone(page: Page, site: Site) -> None:
    refuse(page, site)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    expect(page.get_by_role("button", name="Discard")).to_be_visible()


@pytest.mark.slow
def test_refused_lines_stand_in_the_order_in_which_they_were_said(page: Page, site: Site) -> None:
    url = start_call(page)
    for text in ("One.", "Two.", "Three."):
        say(page, url, [text], role="nobody", item_id=f"item_{text[::-1]}")  # not in that order
    expect(page.get_by_text("3 lines could not be saved")).to_be_visible()
    page.goto(f"{site.url}/history/")
    lines = page.get_by_role("region", name="Could not be saved").locator("strong")
    expect(lines).to_have_text(["One.", "Two.", "Three."])


@pytest.mark.slow
def test_a_refused_line_is_not_sent_again_and_can_be_discarded(page: Page, site: Site) -> None:
    refuse(page, site)
    sent = posts(page.context)
    page.reload()
    deliver(page)
    refused = page.get_by_role("region", name="Could not be saved")
    refused.get_by_role("button", name="Discard").click()
    expect(refused).to_be_hidden()
    wait_until(lambda: on_disk(page) == [])
    assert not sent
