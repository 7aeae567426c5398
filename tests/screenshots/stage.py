"""Where scenes are played: a browser of one person, who is photographed in every look."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.processes import Peer, Site

WIDTHS = {1440: 900, 390: 844}
SCHEMES = ("light", "dark")
TALLEST = 3_000  # px of a picture
# How tall a page would be without its own scrolling.
HEIGHT = """() => {
  const middle = document.querySelector(".middle");
  const chrome = middle ? middle.getBoundingClientRect().top : 0;
  const inside = chrome + (middle?.scrollHeight ?? 0);
  return Math.ceil(Math.max(document.documentElement.scrollHeight, inside));
}"""
# Pictures are of a moment, so nothing blinks or moves.
STILL = (
    "*, *::before, *::after { caret-color: transparent !important; transition: none !important; }"
)


@dataclass(frozen=True)
class World:
    """What scenes are played in."""

    site: Site
    peer: Peer
    known: dict[str, dict[str, Any]]  # what `content` made, by language
    out: Path


@dataclass
class Stage:
    """One person at one browser, in one language."""

    world: World
    page: Page
    code: str
    only: str

    @property
    def known(self) -> dict[str, Any]:
        """What there is for the readers of this language."""
        return self.world.known[self.code]

    def is_wanted(self, name: str) -> bool:
        """Whether a picture of this name is asked for."""
        return self.only in name

    def open(self, path: str) -> None:
        """Go to a page of the site."""
        self.page.goto(self.world.site.url + path.format(**self.known, language=self.code))

    def shoot(
        self, name: str, *, is_whole: bool = False, widths: Iterable[int] = tuple(WIDTHS)
    ) -> None:
        """Take a picture in every look; one of a whole page is as tall as what is on it."""
        if not self.is_wanted(name):
            return
        self.page.mouse.move(1, 1)  # away from what would show that it is pointed at
        for width in widths:
            height = WIDTHS[width]
            self.page.set_viewport_size({"width": width, "height": height})
            if is_whole:
                tall = min(TALLEST, max(height, self.page.evaluate(HEIGHT)))
                self.page.set_viewport_size({"width": width, "height": tall})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                path = self.world.out / f"{name}.{width}.{scheme}.{self.code}.png"
                self.page.screenshot(path=path, animations="disabled", style=STILL)


@contextmanager
def stage(world: World, browser: Browser, code: str, who: str, only: str) -> Iterator[Stage]:
    """Have a person at the browser: "visitor", or one of those whom `content` made."""
    context = browser.new_context(locale={"zh-hans": "zh-CN"}.get(code, code))
    if who != "visitor":
        cookie = {"name": "sessionid", "value": world.known[code][who], "url": world.site.url}
        context.add_cookies([cookie])
    page = context.new_page()
    yield Stage(world, page, code, only)
    context.close()
