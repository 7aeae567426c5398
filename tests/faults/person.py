"""Somebody with a browser of their own, and what they see of a conversation."""

import os
import re
import signal
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from tests.faults.sites import LockableSite
from tests.support import chromium
from tests.support.browsers import ARGUMENTS, DEVICE, GRANTED
from tests.support.spoken import SPOKEN

CONNECTING = 45_000  # ms, also for what takes several tries
TALKING = 40_000  # ms for a sentence, its transcript and the answer, on a busy machine

# What stands on the page as said: (role, state, text) of each turn, in order.
FINISHED = """() => [...document.querySelectorAll("#log article:is(.final, .interrupted)")].map(
  ({ classList, children }) => [
    classList.contains("user") ? "user" : "assistant",
    classList.contains("final") ? "final" : "interrupted",
    children[1].textContent,
  ],
)"""

Said = tuple[str, str, str]


class Person:
    """A person whose browser keeps its profile when it is closed or killed.

    Attributes:
        page: What they look at.
        exceptions: What their pages raised and nobody caught.
    """

    page: Page

    def __init__(self, chrome: BrowserType, profile: Path, voice: str, site: LockableSite) -> None:
        """`voice` is what the microphone hears, in the form of Chromium's flag."""
        self._chrome = chrome
        self._profile = profile
        self._voice = voice
        self._site = site
        self._context: BrowserContext | None = None
        self.exceptions: list[str] = []

    def visit(self, path: str = "/") -> Page:
        """Look at a page of the site in a new tab, signed in; starts the browser if need be."""
        if self._context is None:
            self._context = self._launch()
        self.page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.exceptions.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(self._site.url + path)
        if self.page.get_by_role("button", name="Sign out").is_hidden():
            self._site.sign_in(self.page)
            self.page.goto(self._site.url + path)
        return self.page

    def kill(self) -> None:
        """End the browser without a word, with all its processes."""
        devtools = self._context.browser.new_browser_cdp_session()
        processes = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
        browser = next(each["id"] for each in processes if each["type"] == "browser")
        with self._context.expect_event("close"):
            os.killpg(os.getpgid(browser), signal.SIGKILL)
        self._context = None

    def close(self) -> None:
        """Close the browser as one does."""
        if self._context:
            self._context.close()
        self._context = None

    def _launch(self) -> BrowserContext:
        file = f"--use-file-for-fake-audio-capture={self._voice}"
        return self._chrome.launch_persistent_context(
            self._profile,
            executable_path=chromium.find(),
            args=[*ARGUMENTS, GRANTED, DEVICE, file],
            headless=True,
        )

    # --- A conversation -------------------------------------------------------------------

    def start(self) -> None:
        """Start a call."""
        self.page.get_by_role("button", name="Start").click()
        self.is_connected()

    def is_connected(self) -> None:
        """Wait until the call is connected."""
        expect(self.page.get_by_role("status")).to_have_text("Connected", timeout=CONNECTING)

    def is_cut_off(self) -> None:
        """Wait until the page says that it tries to connect again."""
        expect(self.page.get_by_role("status")).to_have_text("Reconnecting", timeout=CONNECTING)

    def is_answered(self, words: str | re.Pattern[str] = SPOKEN) -> None:
        """Wait until the voice has said what it was told, to the end."""
        answer = self.page.locator("#log article.assistant.final").filter(has_text=words)
        expect(answer.last).to_be_visible(timeout=TALKING)

    def ask(self, words: str) -> None:
        """Say something by typing, and see the answer begin."""
        self.page.get_by_label("Message").fill(words)
        self.page.get_by_label("Message").press("Enter")
        answer = self.page.locator("#log article.assistant").filter(has_text=words.split()[0])
        expect(answer.last).to_be_visible(timeout=TALKING)

    def write(self, words: str) -> None:
        """Say something by typing, and hear the answer out."""
        self.ask(words)
        self.is_answered(words)

    def talk(self) -> list[Said]:
        """Start a call, have the sentence and a written one answered; gives what was said."""
        self.start()
        self.is_answered()
        self.write("And in the evening?")
        return self.finished()

    def finished(self) -> list[Said]:
        """What stands on the page as said."""
        return [tuple(said) for said in self.page.evaluate(FINISHED)]

    def end(self) -> None:
        """End the call, and wait until nothing in it changes any more."""
        self.page.get_by_role("button", name="End", exact=True).click()
        expect(self.page.get_by_role("status")).to_have_text("Ended")
        expect(self.page.locator("#log article.pending")).to_have_count(0)

    def goes_on(self) -> None:
        """Wait until the conversation is in another call, and say something in that."""
        self.is_connected()
        self.write("Where were we?")
