"""A conversation goes on over further calls: after a lost line, before the provider's limit."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.modules import run
from tests.browser.test_transports import choose, start, turn
from tests.support.processes import Peer, Site, wait_until
from tests.support.spoken import SPOKEN

SPEECH_AND_ANSWER = 30_000  # ms
NOTICED = 25_000  # ms in which a dead line is given up, and another tried
PATIENT = {"mayPass": True, "retryAfter": None}


@pytest.fixture
def faults(peer: Peer) -> Iterator[object]:
    """Switch on what is to go wrong at the peer, for calls that go on, too; all is well after."""

    yield peer.fail
    peer.ensure()
    peer.fail()


def status(page: Page, words: str, patience_ms: int = NOTICED) -> None:
    expect(page.get_by_role("status")).to_have_text(words, timeout=patience_ms)


def write(page: Page, text: str) -> None:
    page.get_by_label("Message").fill(text)
    page.get_by_role("button", name="Send").click()


def hear_answer(page: Page, text: str = "I heard you say") -> None:
    expect(turn(page, "Juniper", text)).to_be_visible(timeout=SPEECH_AND_ANSWER)
    expect(page.get_by_role("button", name="Interrupt")).to_be_hidden(timeout=SPEECH_AND_ANSWER)


def words(site: Site) -> list[str]:
    query = "SELECT text FROM voicechat_turn WHERE role = 'user' ORDER BY position"
    return [text for (text,) in site.rows(query)]


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["webrtc", "websocket"])
def test_a_lost_line_is_replaced_and_the_conversation_goes_on(
    page: Page, site: Site, faults: object, transport: str
) -> None:
    choose(page, transport)
    start(page)
    hear_answer(page)
    faults(line_cut_after_s=0)
    status(page, "Reconnecting")
    assert "good" not in page.locator("#numbers-line").inner_text()
    expect(page.locator("#connection-note")).to_contain_text("Nobody hears you")
    faults()
    status(page, "Connected")
    expect(turn(page, "You", SPOKEN)).to_have_count(1)
    write(page, "Are you there again?")
    hear_answer(page, "Are you there again?")
    page.get_by_role("button", name="End", exact=True).click()
    wait_until(lambda: site.ends()[-1] == "ended")
    assert set(site.ends()[:-1]) <= {"lost", "failed"}
    assert SPOKEN.search(words(site)[0])
    assert words(site)[1:] == ["Are you there again?"]
    assert site.rows("SELECT count(*) FROM voicechat_conversation") == [(1,)]


@pytest.mark.slow
@pytest.mark.logs("502", "503")
def test_what_is_written_without_a_line_is_said_once_there_is_one(
    page: Page, site: Site, peer: Peer
) -> None:
    start(page)
    hear_answer(page)
    peer.kill()
    write(page, "Did this arrive?")  # nobody knows yet that the line is dead
    status(page, "Reconnecting")
    expect(page.get_by_role("alert")).to_contain_text("will be sent")
    write(page, "And this?")
    peer.ensure()
    status(page, "Connected")
    hear_answer(page, "And this?")
    wait_until(lambda: words(site)[1:] == ["Did this arrive?", "And this?"])


@pytest.mark.slow
@pytest.mark.logs("502", "503")
def test_where_trying_again_does_not_help_it_says_so_and_offers_to_go_on_later(
    page: Page, site: Site, peer: Peer
) -> None:
    start(page)
    hear_answer(page)
    refusal = {"error": {"code": "key_refused", "message": "The key was refused."}}
    page.route("**/api/**/calls", lambda route: route.fulfill(status=502, json=refusal))
    peer.kill()
    status(page, "Ended")
    expect(page.get_by_role("alert")).to_contain_text("The key was refused.")
    page.unroute("**/api/**/calls")
    peer.ensure()
    page.get_by_role("link", name="Continue this conversation").click()
    expect(turn(page, "You", SPOKEN)).to_have_count(1)
    start(page)
    write(page, "Where were we?")
    hear_answer(page, "Where were we?")
    assert [number for (number,) in site.rows("SELECT number FROM voicechat_call")] == [1, 2]


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["webrtc", "websocket"])
def test_before_the_provider_ends_a_session_another_takes_over_in_a_pause(
    page: Page, site: Site, faults: object, transport: str
) -> None:
    choose(page, transport)
    faults(session_expires_after_s=30)
    start(page)
    faults()
    hear_answer(page)
    wait_until(lambda: site.ends() == ["rolled_over", ""])
    status(page, "Connected")
    expect(page.locator("#connection-note")).to_contain_text("Another call has taken over")
    write(page, "Do you remember?")
    hear_answer(page, "Do you remember?")
    wait_until(lambda: len(words(site)) == 2)
    assert SPOKEN.search(words(site)[0])


@pytest.mark.slow
def test_a_session_that_ends_without_a_word_is_replaced(
    page: Page, site: Site, faults: object
) -> None:
    start(page)
    hear_answer(page)
    faults(session_expires_after_s=0)
    status(page, "Reconnecting")
    faults()
    status(page, "Connected")
    wait_until(lambda: site.ends()[0] == "time_limit")


def test_a_session_that_ends_with_the_persons_own_time_is_not_replaced(
    page: Page, faults: object
) -> None:
    def shorten(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"seconds_left": 60})

    page.route("**/api/calls/**", shorten)
    page.route("**/api/calls", shorten)
    faults(session_expires_after_s=3)
    start(page)
    status(page, "Ended")
    expect(page.get_by_role("alert")).to_contain_text("time limit")


@pytest.mark.slow
@pytest.mark.logs("502", "503")
def test_the_next_call_is_told_what_was_said(page: Page, peer: Peer) -> None:
    start(page)
    hear_answer(page)
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Record what goes over the wire").check()
    page.get_by_placeholder("Filter").fill("sent conversation.item.create")
    peer.kill()
    status(page, "Reconnecting")
    peer.ensure()
    status(page, "Connected")
    told = page.get_by_role("group", name="Events").locator("summary")
    expect(told).to_have_count(3)  # the greeting, the sentence, and the answer
    told.nth(1).click()
    expect(page.get_by_role("group", name="Events")).to_contain_text(SPOKEN)


TRIES = """({ Reconnecting }, errors) => {
  const tries = new Reconnecting();
  return errors.map((error) => tries.next(error));
}"""


def test_it_tries_for_a_minute_or_two_and_not_for_ever(call_page: Page) -> None:
    waits = run(call_page, "reconnecting", TRIES, [PATIENT] * 20)
    tried = [wait for wait in waits if wait is not None]
    assert waits == tried + [None] * (20 - len(tried))
    assert tried[0] < 1_000
    assert 60_000 < sum(tried) < 120_000


def test_it_tries_no_sooner_than_it_was_told_and_not_in_vain(call_page: Page) -> None:
    told = {"mayPass": True, "retryAfter": 7}
    final = {"mayPass": False, "retryAfter": None}
    assert run(call_page, "reconnecting", TRIES, [told, final]) == [7_000, None]


def test_nobody_is_kept_waiting_for_longer_than_trying_takes(call_page: Page) -> None:
    told = {"mayPass": True, "retryAfter": 3_600}
    assert run(call_page, "reconnecting", TRIES, [told]) == [None]


ROLLOVER = """async ({ Rollover }, isFree) => {
  const log = [];
  const expiresAt = Date.now() / 1_000 + 0.2;
  const call = Object.assign(new EventTarget(), { expiresAt, isQuiet: false });
  const answers = isFree.values();
  const done = Promise.withResolvers();
  const rollover = new Rollover({
    announce: () => log.push("announced"),
    prepare: async () => log.push("prepared"),
    takeOver: async () => {
      const isTaken = answers.next().value;
      log.push(isTaken ? "taken over" : "dropped");
      if (isTaken) done.resolve();
      return isTaken;
    },
  });
  rollover.watch(call);
  await new Promise((resolve) => setTimeout(resolve, 300));
  log.push("pause");
  call.isQuiet = true;
  call.dispatchEvent(new Event("conversation"));
  await done.promise;
  return log;
}"""


def test_nobody_is_cut_off_by_the_change_of_calls(call_page: Page) -> None:
    log = run(call_page, "rollover", ROLLOVER, [False, True])
    assert log == ["announced", "prepared", "pause", "dropped", "prepared", "taken over"]
