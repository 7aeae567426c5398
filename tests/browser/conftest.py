"""A real site, a real local peer and a real Chromium with a voice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page

from tests.support.browsers import Browsers
from tests.support.postgresql_site import PostgreSQLSite
from tests.support.processes import Peer, Site
from tests.support.speech import speech_wav

cache = settings.CACHES["default"]
# On the database and the cache that the tests are on.
KIND = PostgreSQLSite if connection.vendor == "postgresql" else Site
SERVICES = {"CACHE_URL": cache["LOCATION"]} if "Redis" in cache["BACKEND"] else {}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="session")
def _peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.stop()


@pytest.fixture
def peer(_peer: Peer) -> Peer:
    """The local peer, running; a test may kill it."""
    _peer.ensure()
    return _peer


@pytest.fixture
def faulty(peer: Peer) -> Iterator[Peer]:
    """The peer; its faults are switched off after the test."""
    yield peer
    peer.fail()


@pytest.fixture(scope="session")
def start_site(_peer: Peer, folder: Path) -> Iterator[Callable[..., Site]]:
    """Start a site with a database of its own; settings may be given."""
    sites = []

    def start(**settings: object) -> Site:
        known = {"REALTIME_BASE_URL": _peer.url, "LOCALPEER_API_KEY": _peer.key, **SERVICES}
        site = KIND(folder / f"site_{len(sites)}.sqlite3", **{**known, **settings})
        if isinstance(site, PostgreSQLSite):
            site.create_database()
        sites.append(site)
        site.start()
        return site

    yield start
    for site in sites:
        site.stop()
        if isinstance(site, PostgreSQLSite):
            site.drop_database()


@pytest.fixture(scope="session")
def _site(start_site: Callable[..., Site]) -> Site:
    return start_site()


@pytest.fixture
def site(_site: Site, peer: Peer) -> Site:
    """The site, with nothing said on it yet."""
    _site.forget()
    return _site


@pytest.fixture(scope="session")
def voice(folder: Path) -> Path:
    """A spoken sentence, for a microphone."""
    return speech_wav(folder / "sentence.wav")


@pytest.fixture(scope="session")
def browsers(launch_browser: object) -> Iterator[Browsers]:
    browsers = Browsers(launch_browser)
    yield browsers
    browsers.close()


@pytest.fixture(scope="session")
def call_page(browsers: Browsers, _site: Site, voice: Path) -> Iterator[Page]:
    """One call page for all tests that use nothing but its modules."""
    with browsers.page(voice) as page:
        _site.sign_in(page)
        yield page


@pytest.fixture
def page(
    request: pytest.FixtureRequest,
    browsers: Browsers,
    site: Site,
    voice: Path,
) -> Iterator[Page]:
    """The call page of the ordinary user, with the sentence at the microphone.

    A test marked with `logs(TEXT, …)` may have these in the browser's console.
    """
    marker = request.node.get_closest_marker("logs")
    with browsers.page(voice, marker.args if marker else (), site.signed_in) as page:
        page.goto(site.url)
        if page.get_by_role("link", name="Sign in").is_visible():  # the test before signed out
            site.sign_in(page)
            site.signed_in = page.context.storage_state()
        page.locator("#start:enabled").wait_for()
        yield page


@pytest.fixture(params=["webrtc", pytest.param("websocket", marks=pytest.mark.slow)])
def transport(request: pytest.FixtureRequest, page: Page) -> str:
    """Each transport in its turn, as chosen in the settings before."""
    page.evaluate(
        "(name) => localStorage.setItem('transport', JSON.stringify(name))", request.param
    )
    page.reload()
    page.locator("#start:enabled").wait_for()
    return str(request.param)
