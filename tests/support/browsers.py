"""Chromium with what a test needs for a microphone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState

from tests.support import chromium

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
GRANTED = "--use-fake-ui-for-media-stream"
DEVICE = "--use-fake-device-for-media-stream"


class Browsers:
    """Launches Chromium, and closes what it launched."""

    def __init__(self, launch: Callable[..., Browser]) -> None:
        self._launch = launch
        self._open: dict[tuple[str, ...], Browser] = {}

    def launch(self, *arguments: str) -> Browser:
        """Launch a browser with these arguments, such as its microphone, or give the one there is.

        To launch one takes longer than most tests; a context of its own is all that a test needs.
        """
        known = self._open.get(arguments)
        if not known or not known.is_connected():  # one may have crashed
            self._open[arguments] = self._launch(
                executable_path=chromium.find(), args=[*ARGUMENTS, *arguments], headless=True
            )
        return self._open[arguments]

    @contextmanager
    def page(
        self,
        voice: Path,
        expected: tuple[str, ...] = (),
        state: StorageState | None = None,
        arguments: tuple[str, ...] = (),
    ) -> Iterator[Page]:
        """Open a page of a browser that hears `voice` once, from when its microphone opens.

        The rest is as `quiet_page` has it.
        """
        file = f"--use-file-for-fake-audio-capture={voice}%noloop"
        with self.quiet_page(
            GRANTED, DEVICE, file, *arguments, expected=expected, state=state
        ) as page:
            yield page

    @contextmanager
    def quiet_page(
        self,
        *arguments: str,
        expected: tuple[str, ...] = (),
        state: StorageState | None = None,
        service_workers: Literal["allow", "block"] = "block",
    ) -> Iterator[Page]:
        """Open a page in a context of its own.

        It and the other pages there may log what is `expected`; anything else, or an
        exception, fails the test. `state` is what an earlier context had stored, such as a session.
        """
        # What stands between pages and the site would hide their requests from `page.route`.
        browser = self.launch(*arguments)
        before = browser.contexts
        context = browser.new_context(storage_state=state, service_workers=service_workers)
        complaints: list[str] = []
        expected = (*expected, "Service Worker registration blocked by Playwright")

        def on_console(message: ConsoleMessage) -> None:
            is_expected = any(text in message.text for text in expected)
            if message.type in ("warning", "error") and not is_expected:
                complaints.append(f"{message.type}: {message.text}")

        context.on("console", on_console)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        yield context.new_page()
        for each in browser.contexts:
            if each not in before:  # a test may have opened further ones
                each.close()
        assert not complaints, complaints

    def close(self) -> None:
        """Close what is still open."""
        for browser in self._open.values():
            browser.close()
