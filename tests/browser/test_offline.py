"""Without a network there is a page of the site's own, and with one it is not in the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import violations
from tests.support.browsers import Browsers
from tests.support.processes import Site

NETWORK = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
IS_READY = "navigator.serviceWorker.ready.then((one) => one.active.state === 'activated')"

KNOWS_JAPANESE = """async () => {
  const language = await caches.match("/language");
  return (await language?.text()) === "ja";
}"""


@pytest.fixture
def installed(browsers: Browsers, site: Site) -> Iterator[Page]:
    """The page of a visitor whose browser has been here before."""
    with browsers.quiet_page(expected=NETWORK, service_workers="allow") as page:
        page.goto(site.url)
        page.evaluate(IS_READY)
        yield page


def test_without_a_network_the_site_says_so_itself_and_comes_back(
    installed: Page, site: Site
) -> None:
    installed.context.set_offline(True)
    installed.goto(f"{site.url}/accounts/login/")
    expect(installed.get_by_role("heading", name="No connection")).to_be_visible()
    style = "getComputedStyle(document.querySelector('.sheet')).borderRadius"
    assert installed.evaluate(style) != "0px"  # dressed as ever
    assert violations(installed) == []
    installed.get_by_role("button", name="Try again").click()
    expect(installed.get_by_role("heading", name="No connection")).to_be_visible()
    installed.context.set_offline(False)
    expect(installed.get_by_role("heading", name="Sign in")).to_be_visible()


def test_it_speaks_the_language_of_the_pages_before(installed: Page, site: Site) -> None:
    installed.get_by_role("button", name="日本語").click()
    expect(installed.get_by_role("link", name="ログイン").first).to_be_visible()
    installed.wait_for_function(KNOWS_JAPANESE)
    installed.context.set_offline(True)
    installed.goto(f"{site.url}/accounts/login/")
    expect(installed.get_by_role("heading", name="接続がありません")).to_be_visible()


def test_no_page_waits_for_ever_while_the_language_changes(installed: Page, site: Site) -> None:
    """Somebody who tries every language, and goes on before a page is quite there."""
    for _ in range(4):
        for language, heading in {
            "日本語": "ログイン",
            "English": "Sign in",
            "简体中文": "登录",
        }.items():
            installed.get_by_role("button", name=language).click()
            installed.goto(f"{site.url}/accounts/login/")
            expect(installed.get_by_role("heading", name=heading)).to_be_visible()


def test_nothing_is_kept_of_somebody_who_is_signed_in(installed: Page, site: Site) -> None:
    site.sign_in(installed)
    installed.goto(f"{site.url}/history/")
    kept = installed.evaluate(
        """async () => {
          const texts = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              texts.push(request.url, await (await cache.match(request)).text());
            }
          }
          return texts.join("\\n");
        }"""
    )
    assert "No connection" in kept
    assert not [secret for secret in ("user@example.com", "Sign out", "csrf") if secret in kept]
    installed.context.set_offline(True)
    installed.goto(f"{site.url}/history/")
    expect(installed.get_by_role("heading", name="No connection")).to_be_visible()
