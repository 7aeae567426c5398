"""The list of conversations in a browser: searching as one types, and scrolling on and on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.talks import talk
from tests.support.browsers import Browsers
from tests.support.processes import Site, wait_until

ROWS = ".talks > li"


def test_it_searches_as_one_types_and_goes_back(page: Page, site: Site) -> None:
    talk(site, "The keeper of the lighthouse")
    talk(site, "A storm at sea", hours_ago=1)
    page.goto(f"{site.url}/history/")
    search = page.get_by_label("Search", exact=True)
    search.press_sequentially("LIGHT", delay=20)
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("mark").first).to_have_text("light")
    page.wait_for_url("**/history/?q=LIGHT")
    search.press("Enter")
    search.fill("storm")
    expect(page.locator("mark").first).to_have_text("storm")
    page.go_back()
    expect(search).to_have_value("LIGHT")
    expect(page.locator("mark").first).to_have_text("light")
    page.reload()
    expect(search).to_have_value("LIGHT")
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(2)


def test_a_hit_opens_the_conversation_at_its_turn(page: Page, site: Site) -> None:
    talk(site, *(f"Number {number}" for number in range(150)), "The lighthouse", "Good night")
    page.goto(f"{site.url}/history/?q=lighthouse")
    page.get_by_role("link", name="The lighthouse").last.click()
    expect(page.locator(".turn:target")).to_contain_text("The lighthouse")
    expect(page.locator(".turn:target")).to_be_in_viewport()


def test_filters_apply_at_once_and_with_words(page: Page, site: Site) -> None:
    talk(site, "The lighthouse")
    old = talk(site, "Another lighthouse", hours_ago=48)
    page.goto(f"{site.url}/history/?q=lighthouse")
    page.get_by_text("Filters").click()
    page.get_by_label("To", exact=True).fill("2026-05-03")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(f"{ROWS} h3 a.title")).to_have_attribute("href", f"/history/{old}/")
    page.get_by_label("Starred").check()
    expect(page.get_by_text("Nothing found.").first).to_be_visible()
    page.get_by_role("link", name="Show everything").click()
    expect(page.locator(ROWS)).to_have_count(2)


def test_it_goes_on_as_one_scrolls_and_comes_back_to_where_one_was(page: Page, site: Site) -> None:
    for number in range(45):
        talk(site, f"Number {number}", hours_ago=number)
    page.goto(f"{site.url}/history/")
    while page.locator(ROWS).count() < 45:
        page.locator(ROWS).last.scroll_into_view_if_needed()
    expect(page.locator("section.day")).to_have_count(3)  # no day twice
    page.get_by_role("link", name="Number 44", exact=True).click()
    page.wait_for_url("**/history/*-*/")
    page.go_back()
    expect(page.get_by_role("link", name="Number 44", exact=True)).to_be_in_viewport()


@pytest.mark.slow
def test_it_goes_on_though_a_page_of_another_list_is_on_its_way(page: Page, site: Site) -> None:
    for number in range(45):
        talk(site, f"Number {number}", hours_ago=number)
    held: list[Route] = []
    page.route("**/history/?before=*", lambda route: held.append(route))
    page.goto(f"{site.url}/history/")
    page.locator(ROWS).last.scroll_into_view_if_needed()
    wait_until(lambda: page.evaluate("true") and held)
    page.get_by_label("Search", exact=True).fill("number")
    expect(page.locator("mark").first).to_have_text("Number")
    page.locator(ROWS).last.scroll_into_view_if_needed()
    expect(page.locator(ROWS)).not_to_have_count(20)
    held[0].continue_()


@pytest.mark.slow
@pytest.mark.logs("net::ERR")
def test_what_could_not_be_loaded_can_be_tried_again(page: Page, site: Site) -> None:
    for number in range(25):
        talk(site, f"Number {number}", hours_ago=number)
    page.route("**/history/?*", lambda route: route.abort())
    page.goto(f"{site.url}/history/")
    page.locator(ROWS).last.scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Could not load more. Try again")).to_be_visible()
    page.get_by_label("Search", exact=True).fill('"Number 3"')
    expect(page.get_by_text("The site did not answer.")).to_be_visible()
    page.unroute("**/history/?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.get_by_text("The site did not answer.")).to_be_hidden()


def test_it_can_be_used_by_the_keyboard_alone(page: Page, site: Site) -> None:
    talk(site, "The keeper of the lighthouse")
    page.goto(f"{site.url}/history/")
    page.get_by_label("Search", exact=True).focus()
    page.keyboard.type("keeper")
    expect(page.locator("mark").first).to_have_text("keeper")
    for _ in range(4):  # the button, the filters, the export, the title
        page.keyboard.press("Tab")
    expect(page.locator(".talks a.title")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/history/*-*/")


@pytest.fixture
def plain(browsers: Browsers, site: Site, page: Page) -> Iterator[Page]:
    """The same user's browser, without scripts."""
    context = browsers.launch().new_context(
        storage_state=page.context.storage_state(), java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.slow
def test_it_works_without_scripts(plain: Page, site: Site) -> None:
    for number in range(25):
        talk(site, f"Lighthouse {number}", hours_ago=number)
    plain.goto(f"{site.url}/history/")
    plain.get_by_label("Search", exact=True).fill("lighthouse")
    plain.get_by_role("button", name="Search").click()
    expect(plain.locator(ROWS)).to_have_count(20)
    plain.get_by_role("link", name="Older").click()
    expect(plain.locator(ROWS)).to_have_count(5)
    assert "q=lighthouse&before=" in plain.url


@pytest.mark.slow
def test_filters_work_without_scripts_on_a_phone(plain: Page, site: Site) -> None:
    plain.set_viewport_size({"width": 390, "height": 844})
    talk(site, "A lighthouse")
    plain.goto(f"{site.url}/history/")
    plain.get_by_text("Filters").click()
    plain.get_by_label("Starred").check()
    plain.get_by_role("button", name="Search").click()
    expect(plain.get_by_text("Nothing found.")).to_be_visible()


@pytest.mark.slow
def test_all_that_is_done_with_a_conversation_works_without_scripts(
    plain: Page, site: Site
) -> None:
    plain.goto(f"{site.url}/history/{talk(site, 'A lighthouse')}/")
    plain.get_by_role("button", name="Star").click()
    expect(plain.get_by_role("button", name="Star", pressed=True)).to_be_visible()
    plain.get_by_role("link", name="Rename").click()
    plain.get_by_label("Title").fill("Of the sea")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("heading", name="Of the sea")).to_be_visible()
    plain.get_by_role("button", name="Delete").click()
    expect(plain.get_by_text("“Of the sea” was deleted.")).to_be_visible()
    plain.get_by_role("button", name="Undo").click()
    expect(plain.locator(ROWS)).to_have_count(1)
