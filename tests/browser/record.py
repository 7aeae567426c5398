"""Records calls with the local peer for `test_scripts`: `python -m tests.browser.record`.

Each becomes a file of JSON lines as the page's own event log downloads them.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.test_talking import END_OF_SPEECH, SPEECH_AND_ANSWER, start
from tests.support.browsers import Browsers
from tests.support.processes import Peer, Site
from tests.support.speech import speech_wav

SCRIPTS = Path(__file__).parent / "scripts"


def answered(page: Page, answers: int = 1) -> None:
    """Wait until so many replies have been heard to their end."""
    replies = page.locator("#log .turn.assistant.final")
    replies.nth(answers - 1).wait_for(timeout=SPEECH_AND_ANSWER)
    page.locator("#interrupt:disabled").wait_for(state="attached")


def spoken(page: Page) -> None:
    """Say the sentence, and hear the answer."""
    start(page)
    answered(page)


def typed(page: Page) -> None:
    """Write twice; the second message cuts off the reply to the first."""
    start(page)
    page.get_by_role("button", name="Mute", exact=True).click()
    answered(page)
    for count, text in enumerate(("Tell me of the sea, please, and of the wind.", "Good night.")):
        page.get_by_role("textbox", name="Message").fill(text)
        page.keyboard.press("Enter")
        page.locator("#interrupt:enabled").wait_for()
        page.locator("#log .turn.assistant").nth(count + 1).wait_for()
    answered(page, 2)


def held(page: Page) -> None:
    """Say the sentence while holding Space."""
    page.get_by_role("combobox", name="It answers").select_option("push_to_talk")
    start(page)
    page.get_by_role("button", name="Hold to talk").focus()
    page.keyboard.down("Space")
    page.evaluate(END_OF_SPEECH)
    page.keyboard.up("Space")
    answered(page)


# By the name of the file: what happens, with which faults, and whether the voice begins.
CALLS: dict[str, tuple[Callable[[Page], None], dict[str, Any], bool]] = {
    "plain": (spoken, {}, False),
    "barge_in": (spoken, {}, True),
    "late_transcript": (spoken, {"transcript_delay_s": 2}, False),
    "failed_transcription": (spoken, {"transcription_fails": True}, False),
    "typed": (typed, {}, True),
    "push_to_talk": (held, {}, False),
}


def record(page: Page, happen: Callable[[Page], None], path: Path) -> None:
    """Have a call, and keep what went over the wire."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Record what goes over the wire").check()
    happen(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    download.value.save_as(path)


def main() -> None:
    """Record each call with a browser of its own."""
    folder = Path(tempfile.mkdtemp())
    voice = speech_wav(folder / "sentence.wav")
    peer = Peer()
    peer.ensure()
    site = Site(folder / "site.sqlite3", REALTIME_BASE_URL=peer.url, LOCALPEER_API_KEY=peer.key)
    site.start()
    with sync_playwright() as playwright, site.connect() as database:
        browsers = Browsers(playwright.chromium.launch)
        ((greeting,),) = site.rows("SELECT opening_line FROM voicechat_persona WHERE position = 0")
        for name, (happen, faults, is_greeted) in CALLS.items():
            opening = "UPDATE voicechat_persona SET opening_line = %s WHERE position = 0"
            database.execute(opening, [greeting if is_greeted else ""])
            database.commit()
            peer.fail(**faults)
            with browsers.page(voice) as page:
                site.sign_in(page)
                record(page, happen, SCRIPTS / f"{name}.jsonl")
    site.stop()
    peer.stop()


if __name__ == "__main__":
    main()
