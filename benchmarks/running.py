"""The site, the local peer and a browser, running for as long as they are measured."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site


@contextmanager
def local_peer() -> Iterator[Peer]:
    """Run a local peer."""
    peer = Peer()
    peer.ensure()
    try:
        yield peer
    finally:
        peer.stop()


@contextmanager
def site_with(peer: Peer, **settings: object) -> Iterator[Site]:
    """Run a site that talks to this peer, with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        known = {"REALTIME_BASE_URL": peer.url, "LOCALPEER_API_KEY": peer.key}
        site = Site(Path(folder) / "site.sqlite3", **known, **settings)
        site.start()
        try:
            yield site
        finally:
            site.stop()


@contextmanager
def chromium() -> Iterator[Browsers]:
    """Have browsers to launch."""
    with sync_playwright() as playwright:
        browsers = Browsers(playwright.chromium.launch)
        try:
            yield browsers
        finally:
            browsers.close()
