"""What happens at the voice service."""

import pytest
from playwright.sync_api import expect

from tests.faults.kept import goes_on, is_kept
from tests.faults.person import Person
from tests.faults.sites import LockableSite
from tests.support.processes import Peer, has_ended, wait_until
from tests.support.spoken import SPOKEN

MINUTES = 150  # s


@pytest.mark.fault(
    "The voice service sends no sound any more",
    "The transcript goes on, and so does the call.",
    "nothing of the transcript",
)
def test_media_lost(person: Person, site: LockableSite, peer: Peer) -> None:
    person.talk()
    peer.fail(media_lost_after_s=0)
    person.write("Can you hear me?")
    said = person.finished()
    person.end()
    is_kept(site, said)
    has_ended(site, "ended")


@pytest.mark.fault(
    "The line to the voice service goes dead",
    "The page says Reconnecting, then the conversation goes on in a new call.",
    "what was being said",
)
def test_line_cut(person: Person, site: LockableSite, peer: Peer) -> None:
    with goes_on(person, site, "lost"):
        peer.fail(line_cut_after_s=0)
        person.is_cut_off()
        peer.fail()


@pytest.mark.fault(
    "The voice service ends the session without a warning",
    "The page says Reconnecting, then the conversation goes on in a new call.",
    "what was being said",
)
def test_session_ended(person: Person, site: LockableSite, peer: Peer) -> None:
    with goes_on(person, site, "time_limit"):
        peer.fail(session_expires_after_s=1)
        person.is_cut_off()
        peer.fail()


@pytest.mark.fault(
    "The voice service ends the session at the time that it has announced",
    "Another call takes over before that, in a pause.",
    "nothing",
)
def test_session_expired(person: Person, site: LockableSite, peer: Peer) -> None:
    peer.fail(session_expires_after_s=60)
    said = person.talk()
    wait_until(lambda: site.ends()[0] == "rolled_over")
    person.goes_on()
    peer.fail()
    assert person.finished()[: len(said)] == said
    person.end()
    is_kept(site, person.finished())
    has_ended(site, "rolled_over", "ended")


@pytest.mark.fault(
    "Transcripts come 2½ minutes late",
    "The call goes on; each comes into the place that is kept for it.",
    "nothing",
)
def test_transcripts_minutes_late(person: Person, site: LockableSite, peer: Peer) -> None:
    peer.fail(transcript_delay_s=MINUTES)
    person.start()
    person.is_answered()
    person.write("And in the evening?")
    spoken = person.page.locator("#log article.user.final").filter(has_text=SPOKEN)
    expect(spoken).to_be_visible(timeout=MINUTES * 1_000)
    said = person.finished()
    assert [role for role, _, _ in said] == ["assistant", "user"] * 2 + ["assistant"]
    person.end()
    is_kept(site, said)
    has_ended(site, "ended")


@pytest.mark.fault(
    "The call is ended while a transcript is minutes late",
    "The line is marked as one that could not be written down.",
    "the words of that line",
)
def test_ended_before_a_late_transcript(person: Person, site: LockableSite, peer: Peer) -> None:
    peer.fail(transcript_delay_s=MINUTES)
    person.start()
    person.is_answered()
    person.write("And in the evening?")
    said = person.finished()
    person.end()
    is_kept(site, said)
    has_ended(site, "ended")
    assert ("user", "failed", "") in site.turns()
