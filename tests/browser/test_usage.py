"""What a call used stands under Usage, and in the admin, as soon as it has ended."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import Browsers
from tests.support.processes import Site, has_ended


@pytest.fixture
def talked(page: Page, site: Site) -> Page:
    """The page of somebody who has just talked."""
    page.get_by_role("button", name="Start").click()
    turns = page.get_by_role("log", name="Transcript").get_by_role("article", name="Juniper")
    expect(turns.filter(has_text="heard you say")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="End", exact=True).click()
    has_ended(site, "ended")
    return page


@pytest.mark.slow
def test_a_person_finds_what_a_call_used_by_keyboard(talked: Page, site: Site) -> None:
    talked.get_by_role("link", name="Usage").press("Enter")
    expect(talked.get_by_role("heading", level=1)).to_have_text("Usage")
    totals = talked.locator(".totals")
    expect(totals).to_contain_text(re.compile(r"Talked\s*[1-9]\d* s\s+1 call"))
    expect(totals).to_contain_text(re.compile(r"Cost\s*\$0\.0\d"))  # transcription is in it
    expect(talked.get_by_text("In local mode nothing is charged")).to_be_visible()
    for name in ("Minutes by day", "Cost by day"):
        chart = talked.get_by_role("img", name=re.compile(f"^{name} Most on "))
        expect(chart).to_be_visible()
    by_persona = talked.get_by_role("table", name="By persona")
    expect(by_persona.get_by_role("rowheader")).to_have_text("Juniper")
    talked.get_by_text("Each day in numbers").press("Enter")
    expect(talked.get_by_role("table", name="By day").get_by_role("row")).to_have_count(2)


@pytest.mark.slow
def test_an_admin_finds_it_in_light_and_dark(
    talked: Page, browsers: Browsers, site: Site, voice: Path
) -> None:
    with browsers.page(voice) as admin:
        site.sign_in(admin, "admin@example.com")
        admin.goto(f"{site.url}/admin/voicechat/dayusage/")
        table = admin.get_by_role("table", name="By person", exact=True)
        expect(table.get_by_role("rowheader")).to_have_text("user@example.com")
        hues = set()
        for scheme in ("light", "dark"):
            admin.emulate_media(color_scheme=scheme)
            bar = admin.get_by_role("img", name=re.compile("^Cost by day")).locator("rect").first
            hues.add(bar.evaluate("bar => getComputedStyle(bar).fill"))
        assert hues == {"rgb(169, 77, 29)", "rgb(240, 162, 115)"}  # --voice
        with admin.expect_download() as download:
            admin.get_by_role("link", name="Download as CSV").click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        assert text.splitlines()[1].split(",")[1:3] == ["user@example.com", "Juniper"]
