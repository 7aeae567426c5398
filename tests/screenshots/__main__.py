"""Pictures of every page and state, from a running site: `python -m tests.screenshots --help`."""

import argparse
import json
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from realtime_site.dotenv import BASE_DIR
from tests.screenshots import chat
from tests.screenshots.gallery import show_in_readme, write_gallery
from tests.screenshots.scenes import DEAF, ONE_SCREEN, PAGES, PLAYED, Scene
from tests.screenshots.stage import Stage, World, stage
from tests.support.browsers import DEVICE, GRANTED, Browsers
from tests.support.processes import Peer, Site
from tests.support.speech import speech_wav

LANGUAGES = ("en", "ja", "zh-hans")
SILENCE = Path(tempfile.gettempdir()) / "silence.wav"  # at the microphone


def main() -> None:
    """Take them, and end with 1 if a scene could not be played."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=BASE_DIR / "screenshots")
    asked.add_argument("--languages", default=" ".join(LANGUAGES))
    asked.add_argument("--only", default="", help="those whose names have this in them")
    options = asked.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    failed = []
    with world(options.out) as played_in, sync_playwright() as playwright:
        browsers = Browsers(playwright.chromium.launch)
        hearing = browsers.launch(GRANTED, DEVICE, f"--use-file-for-fake-audio-capture={SILENCE}")
        deaf = browsers.launch()
        for code in options.languages.split():
            for who, scenes in scenes_of_people().items():
                for scene in scenes:
                    browser = deaf if scene in DEAF else hearing
                    with stage(played_in, browser, code, who, options.only) as on:
                        try:
                            scene(on)
                        except (AssertionError, PlaywrightError):
                            failed.append(f"{scene.__name__} ({code})")
                            traceback.print_exc()
        browsers.close()
    write_gallery(options.out)
    if failed:
        sys.exit(f"Not played: {', '.join(failed)}.")
    if "en" in options.languages.split() and not options.only:
        show_in_readme(options.out)


def scenes_of_people() -> dict[str, list[Scene]]:
    """Give all scenes, by who plays them."""
    return {
        who: [*(opening(*page) for page in PAGES.get(who, {}).items()), *scenes]
        for who, scenes in PLAYED.items()
    }


def opening(name: str, path: str) -> Scene:
    """A scene in which a page is opened, and no more."""

    def open_it(on: Stage) -> None:
        if on.is_wanted(name):
            on.open(path)
            on.shoot(name, is_whole=name not in ONE_SCREEN)

    open_it.__name__ = name
    return open_it


@contextmanager
def world(out: Path) -> Iterator[World]:
    """Have a site with content, and a peer whose voice has something to say."""
    with tempfile.TemporaryDirectory() as folder, chat.running() as model:
        peer = Peer(LOCAL_CHAT_URL=model)
        peer.ensure()
        site = Site(
            Path(folder) / "db.sqlite3",
            DEBUG="off", ALLOWED_HOSTS="localhost", HTTPS_ONLY="off",
            REALTIME_BASE_URL=peer.url, LOCALPEER_API_KEY=peer.key, EMAIL_URL="dummymail://",
        )  # fmt: skip
        site.start()
        try:
            made = subprocess.run(
                [sys.executable, "-m", "tests.screenshots.content"],
                cwd=BASE_DIR, env=site.environment, check=True, stdout=subprocess.PIPE,
            )  # fmt: skip
            speech_wav(SILENCE, " ")
            yield World(site, peer, json.loads(made.stdout), out)
        finally:
            site.stop()
            peer.stop()


if __name__ == "__main__":
    main()
