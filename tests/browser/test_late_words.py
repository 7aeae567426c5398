"""What is said is shown at once where it belongs, and its words when they come, if they come."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_transports import SPEECH_AND_ANSWER, start
from tests.support.processes import Peer, Site, wait_until
from tests.support.spoken import SPOKEN


@pytest.mark.slow
def test_late_words_are_awaited_in_their_place(page: Page, site: Site, faulty: Peer) -> None:
    faulty.fail(transcript_delay_s=6)
    start(page)
    turns = page.get_by_role("log").get_by_role("article")
    answer = turns.nth(2)  # after the opening line and what was said into it
    expect(answer).to_have_accessible_name("Juniper", timeout=SPEECH_AND_ANSWER)
    said = turns.nth(1)
    expect(said).to_have_accessible_name("You")
    expect(said).to_contain_text("being written down …")
    expect(said).to_contain_text(SPOKEN, timeout=SPEECH_AND_ANSWER)
    expect(said).not_to_contain_text("being written down")
    expect(turns).to_have_count(3)
    wait_until(lambda: [role for role, *_ in site.turns()] == ["assistant", "user", "assistant"])


@pytest.mark.slow
def test_words_that_were_not_made_out_are_said_to_be_missing(
    page: Page, site: Site, faulty: Peer
) -> None:
    faulty.fail(transcription_fails=True)
    start(page)
    said = page.get_by_role("log").get_by_role("article", name="You")
    expect(said).to_contain_text("could not be written down", timeout=SPEECH_AND_ANSWER)
    wait_until(lambda: ("user", "failed", "") in site.turns())
