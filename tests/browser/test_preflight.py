"""What the line under Start says before a call."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import run
from tests.support.browsers import DEVICE, Browsers
from tests.support.processes import Site

FINE = {
    "isSecure": True,
    "isSupported": True,
    "isReachable": True,
    "permission": "granted",
    "microphones": 1,
}
AGENTS = {
    "ios": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) CriOS/140.0 Mobile Safari/604.1",
    "android": "Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36",
    "firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "safari": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15",
    "chromium": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
}


@pytest.mark.parametrize(
    ("amiss", "verdict"),
    [
        ({}, "fine"),
        ({"permission": "prompt"}, "asks"),
        ({"permission": "denied"}, "microphone_denied"),
        ({"microphones": 0}, "microphone_missing"),
        ({"isReachable": False}, "site_unreachable"),
        ({"isSupported": False}, "microphone_unsupported"),
        ({"isSupported": False, "isSecure": False}, "insecure_origin"),
    ],
)
def test_the_first_thing_amiss_is_named(
    call_page: Page, amiss: dict[str, object], verdict: str
) -> None:
    facts = {**FINE, **amiss}
    assert run(call_page, "preflight", "({ verdict }, facts) => verdict(facts)", facts) == verdict


def test_help_is_for_the_browser_in_use(call_page: Page) -> None:
    code = """({ browserOf }, agents) =>
      agents.map((userAgent) => browserOf({ userAgent, maxTouchPoints: 0 }))"""
    assert run(call_page, "browser", code, list(AGENTS.values())) == list(AGENTS)
    tablet = "({ browserOf }, userAgent) => browserOf({ userAgent, maxTouchPoints: 5 })"
    assert run(call_page, "browser", tablet, AGENTS["safari"]) == "ios"


def test_the_line_follows_what_happens(page: Page) -> None:
    line = page.locator("#preflight")
    expect(line).to_have_text("Microphone, permission and connection are fine.")
    page.context.set_offline(True)
    expect(line).to_contain_text("This site cannot be reached")
    page.context.set_offline(False)
    expect(line).to_contain_text("are fine")
    page.evaluate("""() => {
      navigator.mediaDevices.enumerateDevices = async () => [];
      navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    }""")
    expect(line).to_contain_text("No microphone was found")


def test_a_refused_permission_comes_with_help_for_this_browser(
    browsers: Browsers, site: Site
) -> None:
    with browsers.quiet_page(DEVICE, "--deny-permission-prompts") as page:
        site.sign_in(page)
        expect(page.locator("#preflight")).to_contain_text("will ask for permission when you press")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("alert")).to_contain_text("to the left of the address")
        expect(page.locator("#preflight")).to_be_hidden()  # it is not said twice
