"""Prints what pages weigh as they come over the wire, and the official SDK's bundle beside ours.

Bytes as Chromium counts them, with headers: compressed where the server compresses. The bundle is
that of the npm package `@openai/agents-realtime`, fetched for this and compressed as we do it.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import CDPSession, Page

from benchmarks.report import note, row, table
from benchmarks.running import chromium, local_peer, site_with
from tests.browser.talks import talk
from tests.browser.weight import weight
from tests.support.processes import Site

TURNS = 40  # of the conversation that is opened
SDK = "@openai/agents-realtime"
BUNDLE = "dist/bundle/openai-realtime-agents.umd.js"
PUBLIC = {"welcome": "/", "sign in": "/accounts/login/", "sign up": "/accounts/signup/"}
OWN = {
    "call": "/",
    "History": "/history/",
    "search": "/history/?q=sea",
    "a conversation": "/history/{pk}/",
    "personas": "/personas/",
    "new persona": "/personas/new/",
    "usage": "/usage/",
    "account": "/account/",
}
ADMIN = {"the admin's first page": "/admin/"}


class Wire:
    """Counts what a page asks for and gets."""

    def __init__(self, session: CDPSession) -> None:
        self.requests = 0
        self.bytes = 0
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:  # not from the browser's own cache
            self.requests += 1
            self.bytes += event["encodedDataLength"]

    def take(self) -> tuple[int, str]:
        """Give requests and kilobytes since the last time."""
        taken = self.requests, f"{self.bytes / 1024:.1f} KB"
        self.requests = self.bytes = 0
        return taken


def show(page: Page, url: str, paths: dict[str, str]) -> None:
    """Print what each page weighs, for a browser that was never here and for one that was."""
    session = page.context.new_cdp_session(page)
    wire = Wire(session)
    for name, path in paths.items():
        session.send("Network.clearBrowserCache")
        visits: list[object] = []
        for _ in range(2):
            wire.take()
            page.goto(url + path, wait_until="networkidle")
            visits += wire.take()
            page.goto("about:blank")
        row(name, *visits)


def scripts(page: Page, site: Site) -> int:
    """Give the bytes of the call page's scripts, compressed."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url, wait_until="networkidle")
    return weight(url for url in asked if ".js" in url)


def bundle(folder: Path) -> tuple[str, int]:
    """Fetch the SDK; gives its file's name and the compressed bytes of its bundle."""
    command = ["npm", "pack", "--silent", SDK]
    packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    name = packed.stdout.strip()
    with tarfile.open(folder / name) as archive:
        file = archive.extractfile(f"package/{BUNDLE}")
        assert file
        return name.removesuffix(".tgz"), len(brotli.compress(file.read()))


def compare_with_sdk(ours: int) -> None:
    """Print what the official SDK's bundle weighs beside the call page's scripts."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            name, theirs = bundle(Path(folder))
        except (OSError, subprocess.CalledProcessError):
            note(f"The bundle of `{SDK}` is not compared: npm could not fetch it.")
            return
    note(
        f"All scripts of the call page: {ours / 1024:.1f} KB. The bundle of {name} as it is "
        f"published, without a page: {theirs / 1024:.0f} KB, {theirs / ours:.0f} times as much "
        "(Brotli)."
    )


def main() -> None:
    """Print them."""
    with local_peer() as peer, site_with(peer) as site, chromium() as browsers:
        pk = talk(site, *(f"Line {n} about the sea, and how it looked" for n in range(TURNS)))
        table("page", "requests", "first visit", "requests", "repeat visit")
        with browsers.quiet_page() as page:
            show(page, site.url, PUBLIC)
        with browsers.quiet_page() as page:
            site.sign_in(page)
            show(page, site.url, {name: path.format(pk=pk) for name, path in OWN.items()})
            ours = scripts(page, site)
        with browsers.quiet_page() as page:
            site.sign_in(page, "admin@example.com")
            show(page, site.url, ADMIN)
        compare_with_sdk(ours)


if __name__ == "__main__":
    main()
