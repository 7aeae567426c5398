"""Everybody can use every page: WCAG 2.2 AA as far as a machine tells, and a call by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import FOR_PEOPLE, FOR_VISITORS
from tests.browser.talks import talk
from tests.support.accessibility import violations
from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site
from tests.support.speech import speech_wav

FOR_ADMINS = [
    "/admin/", "/admin/voicechat/persona/", "/admin/voicechat/persona/add/",
    "/admin/voicechat/persona/import/", "/admin/voicechat/speechmodel/",
    "/admin/voicechat/speechmodel/1/change/", "/admin/voicechat/user/",
    "/admin/voicechat/sitesettings/1/change/", "/admin/voicechat/conversation/",
    "/admin/voicechat/invitation/add/", "/admin/voicechat/dayusage/", "/admin/auth/group/add/",
]  # fmt: skip
# What Django's admin itself brings: its box to search in, its way to choose several.
OF_DJANGO = (".select2-container", ".help-tooltip", "th.original", "td.delete")

ANSWER = 30_000  # ms
MOST_STOPS = 60  # on the way from anywhere on a page to anything else

LOOKS = [
    pytest.param(("light", 1440), id="light-wide"),
    pytest.param(("dark", 390), id="dark-narrow", marks=pytest.mark.slow),
]


@pytest.fixture(scope="session")
def voice(folder: Path) -> Path:
    """Somebody who does not speak, but writes."""
    return speech_wav(folder / "silence.wav", " ")


@pytest.fixture
def for_people(site: Site) -> list[str]:
    """The pages of somebody who had a conversation."""
    pk = talk(site, "The keeper of the lighthouse", "A storm at sea")
    return [address.format(pk=pk) for address in FOR_PEOPLE]


@pytest.fixture(params=LOOKS)
def looked_at(
    request: pytest.FixtureRequest, browsers: Browsers, site: Site, peer: Peer
) -> Iterator[Page]:
    """A page, wide in light colours or narrow in dark ones."""
    scheme, width = request.param
    with browsers.quiet_page(expected=("404",)) as page:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        yield page


def look(page: Page, site: Site, addresses: list[str], *but: str) -> None:
    """Open each address, and fail with what is amiss on any of them."""
    found = []
    for address in addresses:
        page.goto(site.url + address)
        found += [f"{address} {violation}" for violation in violations(page, *but)]
    assert not found, "\n".join(found)


def test_visitors_pages_break_no_rule(looked_at: Page, site: Site) -> None:
    look(looked_at, site, FOR_VISITORS)


def test_peoples_pages_break_no_rule(looked_at: Page, site: Site, for_people: list[str]) -> None:
    site.sign_in(looked_at)
    look(looked_at, site, for_people)


@pytest.mark.slow
def test_admins_pages_break_no_rule_but_djangos_own(looked_at: Page, site: Site) -> None:
    site.sign_in(looked_at, "admin@example.com")
    looked_at.goto(f"{site.url}/admin/voicechat/sitesettings/")  # makes the one row
    look(looked_at, site, FOR_ADMINS, *OF_DJANGO)


def test_a_call_breaks_no_rule_in_any_of_its_states(page: Page) -> None:
    status = page.get_by_role("status").first
    for width, scheme in ((1440, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        page.get_by_role("button", name="Settings").click()
        assert violations(page) == []
        page.get_by_role("button", name="Close").click()
        page.get_by_role("button", name="Start").click()
        expect(status).to_have_text("Connected", timeout=10_000)
        say(page, "Hello there")
        assert violations(page) == []
        page.get_by_role("button", name="End", exact=True).click()
        expect(status).to_have_text("Ended")
        assert violations(page) == []
        page.reload()
        page.locator("#start:enabled").wait_for()


def test_a_whole_conversation_is_had_by_keyboard(page: Page) -> None:
    """Tab, Enter and letters alone, and wherever one is can be seen."""
    reach(page, "Start")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Connected", timeout=10_000)
    reach(page, "Message")
    page.keyboard.type("Is anybody there?")
    page.keyboard.press("Enter")
    answer = page.get_by_role("article", name="Juniper").filter(has_text="anybody")
    expect(answer).to_be_visible(timeout=ANSWER)
    reach(page, "End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Ended")
    reach(page, "Read it again")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="You")).to_contain_text("Is anybody there?")


def say(page: Page, words: str) -> None:
    """Write something, and wait for the answer."""
    page.get_by_role("textbox", name="Message").fill(words)
    page.keyboard.press("Enter")
    answer = page.get_by_role("article", name="Juniper").filter(has_text=words)
    expect(answer).to_be_visible(timeout=ANSWER)


# The name of what has the focus; what shows that it does may be drawn by its label.
FOCUSED = """() => {
  const at = document.activeElement;
  const drawn = [at, at.closest("label")].filter(Boolean).map((one) => getComputedStyle(one));
  const isSeen = at === document.body || drawn.some(({ outlineStyle }) => outlineStyle !== "none");
  return [(at.ariaLabel ?? at.labels?.[0]?.textContent ?? at.innerText).trim(), isSeen];
}"""


def reach(page: Page, name: str) -> None:
    """Press Tab until what has that name has the focus; each stop before it shows that it has."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused, is_seen = page.evaluate(FOCUSED)
        assert is_seen, focused
        if focused == name:
            return
    raise AssertionError(f"{name} is not reached.")
