"""The admin in a real browser: it breaks no rule of the site, and a persona gets to people."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_transports import start
from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site

PERSONAS = "/admin/voicechat/persona/"
PAGES = [
    "/admin/", PERSONAS, f"{PERSONAS}add/", f"{PERSONAS}import/", "/admin/voicechat/speechmodel/",
    "/admin/voicechat/speechmodel/1/change/", "/admin/voicechat/speechmodel/1/history/",
    "/admin/voicechat/voice/", "/admin/voicechat/voice/1/change/", "/admin/voicechat/user/",
    "/admin/voicechat/sitesettings/1/history/", "/admin/voicechat/conversation/",
    "/admin/voicechat/invitation/", "/admin/auth/group/", "/admin/auth/group/add/",
]  # fmt: skip
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def own_site(start_site: Callable[..., Site]) -> Site:
    """A site for these tests alone, as they change its personas."""
    return start_site()


@pytest.fixture
def admin_page(browsers: Browsers, own_site: Site, voice: Path, peer: Peer) -> Iterator[Page]:
    """The admin's browser, in which anything that the console complains of fails the test."""
    with browsers.page(voice) as page:
        own_site.sign_in(page, "admin@example.com")
        yield page


def open_persona(page: Page, site: Site, name: str) -> None:
    page.goto(site.url + PERSONAS)
    page.get_by_role("link", name=name, exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")


def test_no_page_breaks_a_rule_of_the_site(admin_page: Page, own_site: Site) -> None:
    admin_page.goto(f"{own_site.url}/admin/voicechat/sitesettings/")
    for address in PAGES:
        answer = admin_page.goto(own_site.url + address)
        assert answer.status == 200, address
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    admin_page.get_by_role("button", name="Toggle theme").first.click()
    for name in ("Juniper", "Ada"):
        open_persona(admin_page, own_site, name)
        admin_page.get_by_text("Preview").click()
        admin_page.get_by_role("link", name="History").click()
        expect(admin_page.get_by_role("heading", name=f"history: {name}")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_changed_is_read_and_put_back_on_a_phone(
    admin_page: Page, own_site: Site, scheme: str
) -> None:
    admin_page.set_viewport_size({"width": 390, "height": 844})
    admin_page.emulate_media(color_scheme=scheme)
    open_persona(admin_page, own_site, "Marlow")
    admin_page.get_by_label("Description").fill(f"Somebody else, {scheme}.")
    save(admin_page)
    open_persona(admin_page, own_site, "Marlow")
    admin_page.get_by_role("link", name="History").click()
    expect(admin_page.locator("ins").first).to_have_text(f"Somebody else, {scheme}.")
    assert admin_page.evaluate(WIDTH) == 0
    admin_page.get_by_role("link", name="put it back").last.click()
    admin_page.get_by_role("button", name="Put this version back").click()
    open_persona(admin_page, own_site, "Marlow")
    expect(admin_page.get_by_label("Description")).to_have_value(
        "Rehearse the interview, the pitch or the hard conversation."
    )


@pytest.mark.slow
def test_a_persona_with_tools_gets_to_people(
    admin_page: Page, own_site: Site, browsers: Browsers, voice: Path
) -> None:
    page = admin_page
    open_persona(page, own_site, "Wren")
    page.get_by_role("button", name="Duplicate").click()
    expect(page.locator(".messagelist")).to_contain_text("This is the copy, Wren (copy).")
    page.get_by_label("Name").fill("Nova")
    page.get_by_role("button", name="Add another MCP server").click()
    server = page.locator("#mcp_servers-0")
    server.get_by_label("Label").fill("weather")
    server.get_by_label("Address").fill("http://localhost:9/mcp")
    server.locator("[type=password]").fill("tok-1")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(server.locator(".field-kept")).to_contain_text("Set.")
    assert "tok-1" not in page.content()

    page.get_by_role("link", name="Try it now").click()
    expect(page.get_by_role("radio", name="Nova")).to_be_checked()
    expect(page.get_by_text("Not published:")).to_be_visible()
    start(page)
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Ended")

    open_persona(page, own_site, "Nova")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Nova is published.")
    with browsers.page(voice) as theirs:
        own_site.sign_in(theirs)
        theirs.goto(f"{own_site.url}/personas/")
        theirs.get_by_role("link", name="Talk with Nova").click()
        start(theirs)
        theirs.get_by_role("button", name="End", exact=True).click()
        expect(theirs.get_by_role("status")).to_have_text("Ended")


def test_personas_go_out_as_a_file_and_come_in_after_a_look(
    admin_page: Page, own_site: Site, tmp_path: Path
) -> None:
    page = admin_page
    page.goto(own_site.url + PERSONAS)
    page.locator("tr", has_text="Mateo").get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option("export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Go").click()
    file = tmp_path / "personas.json"
    download.value.save_as(file)
    given = json.loads(file.read_text())
    given["personas"].append({**given["personas"][0], "name": "Lucía"})
    file.write_text(json.dumps(given))
    page.get_by_role("link", name="Import").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").press("Enter")
    expect(page.get_by_role("row", name="Mateo")).to_contain_text("Stays as it is")
    expect(page.get_by_role("row", name="Lucía")).to_contain_text("Made")
    page.get_by_role("button", name="Import 1 persona").press("Enter")
    page.get_by_role("link", name="To the personas").click()
    expect(page.get_by_role("link", name="Lucía", exact=True)).to_be_visible()
