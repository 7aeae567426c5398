"""A start is quick where it can be, and says what it waits for where it cannot."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_transports import start
from tests.support.processes import Peer, Site, wait_until


def test_the_key_is_asked_for_on_intent_and_used_once(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: request.method == "POST" and asked.append(request.url))
    with page.expect_response("**/api/calls/reserved"):
        page.get_by_role("button", name="Start").hover()
    assert site.rows("SELECT is_reserved FROM voicechat_call") == [(1,)]
    start(page)
    assert f"{site.url}/api/calls" not in asked
    wait_until(lambda: site.rows("SELECT is_reserved FROM voicechat_call") == [(0,)])


@pytest.mark.parametrize(
    ("fault", "words"),
    [("mint_delay_s", "this site to prepare"), ("answer_delay_s", "voice service to answer")],
)
def test_a_slow_step_of_the_start_is_named(
    page: Page, faulty: Peer, fault: str, words: str
) -> None:
    faulty.fail(**{fault: 2})
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    expect(page.get_by_text(words)).to_be_hidden()


def test_a_microphone_that_takes_long_is_named(page: Page) -> None:
    page.evaluate("""() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wishes) => {
        await new Promise((resolve) => globalThis.bringMicrophone = resolve);
        return open(wishes);
      };
    }""")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Waiting for the microphone.")).to_be_visible()
    page.evaluate("() => bringMicrophone()")
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    expect(page.get_by_text("Waiting for the microphone.")).to_be_hidden()


def test_the_offer_names_no_address_however_long_the_key_takes(page: Page, faulty: Peer) -> None:
    """Names of this machine in another network would have to be looked for, in vain."""
    faulty.fail(mint_delay_s=1)
    with page.expect_request("**/v1/realtime/calls") as offered:
        page.get_by_role("button", name="Start").click()
    offer = offered.value.post_data or ""
    assert "m=audio" in offer
    assert "a=candidate" not in offer
