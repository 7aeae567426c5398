"""Reading a conversation, and what is done with it on its page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.processes import Site, wait_until
from tests.support.records import turn_json

STORE = """async ([persona, batches]) => {
  const [, token] = document.cookie.match(/csrftoken=([^;]+)/);
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const post = async (url, body) =>
    (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
  const { conversation_url, records_url } = await post("/api/calls", { persona });
  for (const turns of batches) await post(records_url, { turns });
  await post(records_url, { end_reason: "ended" });
  return conversation_url;
}"""
STARS = "SELECT is_starred FROM voicechat_conversation"
BATCH = 100
LONG = 2_000


def store(page: Page, site: Site, count: int) -> str:
    """Store a conversation of so many lines; give where its page is."""
    persona = page.locator("input[name=persona]").first.get_attribute("value")
    turns = [turn_json(f"item_{n}", position=n, text=f"Line {n}.") for n in range(count)]
    batches = [turns[start : start + BATCH] for start in range(0, count, BATCH)]
    return site.url + page.evaluate(STORE, [persona, batches])


@pytest.fixture
def address(page: Page, site: Site) -> str:
    """Where a short conversation is, which is open."""
    address = store(page, site, 4)
    page.goto(address)
    return address


@pytest.fixture
def clipboard(page: Page) -> Iterator[Page]:
    """The page, which may use the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def title(site: Site) -> object:
    return site.rows("SELECT title FROM voicechat_conversation")[0][0]


@pytest.mark.usefixtures("address")
def test_the_keyboard_alone_renames_it_in_place(page: Page, site: Site) -> None:
    pencil = page.get_by_role("link", name="Rename “Line 0”")
    pencil.press("Enter")
    field = page.get_by_label("Title")
    expect(field).to_be_focused()
    page.keyboard.type("Of lines")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Of lines")
    expect(page.get_by_role("navigation", name="Recent").get_by_text("Of lines")).to_be_visible()
    expect(page).to_have_title("Of lines · Voice chat")
    expect(page.locator("h1 .rename")).to_be_focused()
    assert title(site) == "Of lines"


@pytest.mark.slow
@pytest.mark.usefixtures("address")
def test_escape_takes_a_new_title_back(page: Page, site: Site) -> None:
    page.keyboard.press("F2")
    field = page.get_by_label("Title")
    expect(field).to_have_value("Line 0")
    field.fill("Of nothing")
    field.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Line 0")
    expect(field).to_have_count(0)
    assert title(site) == ""


@pytest.mark.slow
@pytest.mark.logs("503")
@pytest.mark.usefixtures("address")
def test_a_title_that_could_not_be_saved_stays_in_the_field(page: Page, site: Site) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=503)

    page.route("**/title/", refuse)
    page.keyboard.press("F2")
    field = page.get_by_label("Title")
    field.fill("Of lines")
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
    expect(field).to_have_value("Of lines")
    page.unroute("**/title/", refuse)
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Of lines")
    assert title(site) == "Of lines"


def test_a_star_is_a_switch(page: Page, site: Site, address: str) -> None:
    star = page.get_by_role("button", name="Star “Line 0”")
    for is_starred in (1, 0):
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true" if is_starred else "false")
        wait_until(lambda now=is_starred: site.rows(STARS) == [(now,)])
    assert page.url == address


def test_what_was_deleted_is_back_after_undo(page: Page, site: Site, address: str) -> None:
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("“Line 0” was deleted.")).to_be_visible()
    expect(page.locator("#found")).not_to_contain_text("Line 0")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("main").get_by_role("link", name="Line 0", exact=True)).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("article")).to_have_count(4)


@pytest.mark.slow
def test_what_is_deleted_for_good_is_asked_about_first(page: Page, site: Site) -> None:
    page.goto(store(page, site, 1))
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("link", name="Recently deleted").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing was deleted lately.")).to_be_visible()
    assert not site.rows("SELECT 1 FROM voicechat_conversation")


@pytest.mark.slow
def test_a_phone_has_all_that_is_done_with_what_was_deleted(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(store(page, site, 1))
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport()
    page.get_by_role("link", name="Recently deleted").click()
    for name in ("Restore", "Delete for good"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
@pytest.mark.usefixtures("address")
def test_escape_closes_the_menu_of_exports(page: Page) -> None:
    page.get_by_text("Export", exact=True).click()
    first = page.get_by_role("link", name="Markdown")
    expect(first).to_be_visible()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()


@pytest.mark.usefixtures("address")
def test_a_transcript_and_the_link_to_a_line_are_copied(clipboard: Page) -> None:
    clipboard.get_by_role("button", name="Copy").click()
    expect(clipboard.get_by_text("Copied", exact=True)).to_be_visible()
    assert "Line 3." in clipboard.evaluate("navigator.clipboard.readText()")
    clipboard.get_by_role("article").nth(2).get_by_role("link", name="Link to this line").click()
    expect(clipboard.get_by_text("Link copied")).to_be_visible()
    clipboard.goto(clipboard.evaluate("navigator.clipboard.readText()"))
    expect(clipboard.locator(".turn.at")).to_contain_text("Line 2.")


def test_a_line_of_a_long_one_is_found_by_its_link_and_what_is_around_it_by_scrolling(
    page: Page, site: Site
) -> None:
    address = store(page, site, LONG)
    ((pk,),) = site.rows("SELECT id FROM voicechat_turn WHERE item_id = 'item_1000'")
    page.goto(f"{address}?at={pk}#turn-{pk}")
    asked = page.locator(f"#turn-{pk}")
    expect(asked).to_be_in_viewport()
    expect(asked).to_be_focused()
    assert page.get_by_role("article").count() < LONG / 4
    scroll_to(page, "Line 951.")
    expect(page.get_by_text("Line 850.", exact=True)).to_be_attached()
    scroll_to(page, "Line 1049.")
    expect(page.get_by_text("Line 1149.", exact=True)).to_be_attached()
    shown = page.locator(".turn > p").all_inner_texts()
    first = int(shown[0].strip("Line."))
    assert shown == [f"Line {n}." for n in range(first, first + len(shown))]


@pytest.mark.slow
def test_nothing_jumps_when_earlier_lines_come(page: Page, site: Site) -> None:
    address = store(page, site, 300)
    ((pk,),) = site.rows("SELECT id FROM voicechat_turn WHERE item_id = 'item_200'")
    held: list[Route] = []
    page.route("**/*before=*", lambda route: held.append(route))
    page.goto(f"{address}#turn-{pk}")  # as links were before there were pages
    expect(page.locator(f"#turn-{pk}")).to_be_in_viewport()
    scroll_to(page, "Line 150.")
    wait_until(lambda: page.evaluate("true") and held)
    scroll_to(page, "Line 249.")
    expect(page.get_by_text("Line 299.", exact=True)).to_be_attached()
    scroll_to(page, "Line 150.")
    line = page.get_by_text("Line 155.", exact=True)
    before = line.bounding_box()
    held[0].continue_()
    expect(page.get_by_text("Line 149.", exact=True)).to_be_attached()
    assert len({route.request.url for route in held}) == len(held)  # nothing was fetched twice
    assert line.bounding_box()["y"] == pytest.approx(before["y"], abs=1)


def scroll_to(page: Page, words: str) -> None:
    page.get_by_text(words, exact=True).scroll_into_view_if_needed()
