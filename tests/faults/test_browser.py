"""What happens in and to a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.faults.kept import is_kept
from tests.faults.person import TALKING, Person
from tests.faults.sites import LockableSite
from tests.support.processes import has_ended


@pytest.mark.fault(
    "The browser is killed (SIGKILL) in mid-call, while lines wait for the site",
    "The next visit, to any page, delivers what waited. The call is closed by the command.",
    "what was being said",
)
def test_browser_killed(person: Person, site: LockableSite) -> None:
    person.talk()
    site.kill()
    person.write("Is anybody there?")
    said = person.finished()
    person.kill()
    site.start()
    person.visit("/history/")
    is_kept(site, said)
    site.close_abandoned_calls()
    has_ended(site, "abandoned")


@pytest.mark.fault(
    "The tab is closed in mid-sentence",
    "What was finished leaves with the tab; the sentence is marked as not written down.",
    "the sentence",
)
def test_tab_closed_in_mid_sentence(new_person: Callable[..., Person], site: LockableSite) -> None:
    person = new_person(again_and_again=True)
    person.visit()
    person.start()
    sentences = person.page.get_by_role("article", name="You")
    expect(sentences.nth(2).filter(has_text="listening")).to_be_visible(timeout=TALKING)
    said = person.finished()
    person.page.close(run_before_unload=True)
    is_kept(site, said)
    has_ended(site, "page_closed")


@pytest.mark.fault(
    "The person signs out in another tab",
    "The call ends there and then. What waits is delivered when they sign in again.",
    "what was being said",
)
def test_signed_out_in_another_tab(person: Person, site: LockableSite) -> None:
    person.talk()
    call = person.page
    call.route("**/records", lambda route: route.abort())  # for the last lines to wait
    person.write("Is anybody there?")
    said = person.finished()
    person.visit("/history/").get_by_role("button", name="Sign out").click()
    expect(call.get_by_role("status")).to_have_text("Ended")
    call.close()
    person.visit("/history/")
    is_kept(site, said)
    has_ended(site, "signed_out")


@pytest.mark.fault(
    "Two tabs go on with one conversation at the same time",
    "Each tab has a call of its own in it; the calls stand one after the other.",
    "nothing",
)
def test_two_tabs_on_one_conversation(person: Person, site: LockableSite) -> None:
    said = person.talk()
    before = len(said)
    person.end()
    person.page.get_by_role("link", name="Read it again").click()
    address = person.page.get_by_role("link", name="Continue").get_attribute("href")
    tabs = [person.visit(address) for _ in range(2)]
    for person.page in tabs:
        person.start()
        person.page.get_by_role("button", name="Mute").click()  # not to talk into the answers
    for words in ("Where were we?", "Please go on."):
        for person.page in tabs:
            person.ask(words)
    for person.page in tabs:
        person.end()
        said += person.finished()[before:]
    is_kept(site, said)
    has_ended(site, "ended", "ended", "ended")
