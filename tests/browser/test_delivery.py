"""How pages and their files reach a browser."""

import gzip
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.weight import get, weight
from tests.support.processes import Site

KILOBYTE = 1024


def test_pages_come_compressed(site: Site) -> None:
    with get(site.url, "gzip") as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert b"<!doctype html>" in gzip.decompress(answer.read())


def test_files_are_hashed_compressed_and_kept_for_ever(site: Site) -> None:
    page = get(site.url, "identity").read().decode()
    files = re.findall(r'(?:href|src)="(/static/[^"#]+)[#"]', page)
    assert files
    for path in files:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path)
        with get(site.url + path, "br") as answer:
            assert "immutable" in answer.headers["Cache-Control"]
            is_small_already = path.endswith(".png")
            assert is_small_already or answer.headers["Content-Encoding"] == "br"


def test_the_call_page_is_light(page: Page, site: Site) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.get_by_role("button", name="Start")).to_be_enabled()
    worklet = page.evaluate("JSON.parse(document.getElementById('config').textContent).worklet_url")
    scripts = {site.url + worklet, *(url for url in asked if url.endswith(".js"))}
    assert len(scripts) == 4  # the call, signing out, the words, and sound for a WebSocket
    assert 0 < weight(scripts) <= 35 * KILOBYTE
    assert 0 < weight(url for url in asked if url.endswith(".css")) <= 15 * KILOBYTE


@pytest.mark.parametrize(
    ("address", "files", "kilobytes"),
    [("/history/", 14, 17), ("/personas/", 10, 16), ("/usage/", 9, 12), ("/account/", 12, 13)],
)
def test_other_pages_are_light(
    page: Page, site: Site, address: str, files: int, kilobytes: int
) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.partition("#")[0]))
    page.goto(site.url + address, wait_until="networkidle")
    static = {url for url in asked if "/static/" in url}
    assert 0 < len(static) <= files
    assert weight(static) <= kilobytes * KILOBYTE
