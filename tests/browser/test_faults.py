"""What goes wrong during a call ends in a clear state, with every finished turn stored once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsers import DEVICE, GRANTED, Browsers
from tests.support.processes import Peer, Site, has_ended, wait_until
from tests.support.spoken import SPOKEN

START_AND_SPEECH = 30_000  # ms


def status(page: Page) -> object:
    return expect(page.get_by_role("status"))


def talk(page: Page, site: Site) -> None:
    """Start a call and wait until the spoken sentence is stored."""
    page.get_by_role("button", name="Start").click()
    status(page).to_have_text("Connected", timeout=10_000)
    turn = page.get_by_role("article", name="You").filter(has_text=SPOKEN)
    expect(turn).to_be_visible(timeout=START_AND_SPEECH)
    wait_until(lambda: sentences(site))


def sentences(site: Site) -> list[str]:
    """What the person is stored to have said."""
    return [text for role, state, text in site.turns() if role == "user" and state == "final"]


def is_stored_once(site: Site) -> bool:
    items = site.rows("SELECT item_id FROM voicechat_turn")
    return len(sentences(site)) == 1 and len(items) == len(set(items))


def press_start_and_read(page: Page, words: str) -> None:
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert")).to_contain_text(words, timeout=20_000)
    status(page).to_have_text("Ended")
    expect(page.get_by_role("button", name="Start")).to_be_enabled()


def test_pressing_start_twice_is_one_call(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").dblclick()
    status(page).to_have_text("Connected", timeout=10_000)
    assert len(site.ends()) == 1


@pytest.mark.slow
def test_pressing_enter_twice_on_start_is_one_call(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    status(page).to_have_text("Connected", timeout=10_000)
    assert site.ends() == [""]


@pytest.mark.slow
def test_leaving_right_after_the_end_keeps_the_end(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").click()
    mark = page.get_by_role("article", name="You").filter(has_text="listening")
    expect(mark).to_be_visible(timeout=START_AND_SPEECH)
    page.get_by_role("button", name="End", exact=True).click()
    page.goto(f"{site.url}/history/")
    has_ended(site, "ended")
    assert "assistant" in {role for role, *_ in site.turns()}


@pytest.mark.slow
def test_signing_out_on_the_call_page_keeps_what_was_said(page: Page, site: Site) -> None:
    talk(page, site)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert site.ends() == ["signed_out"]
    assert is_stored_once(site)


@pytest.mark.slow
def test_reloading_ends_the_call_and_keeps_what_was_said(page: Page, site: Site) -> None:
    talk(page, site)
    page.reload()
    status(page).to_have_text("Ready")
    has_ended(site, "page_closed")
    assert is_stored_once(site)


@pytest.mark.slow
def test_closing_the_tab_keeps_what_was_said_last(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").click()
    spoken = page.get_by_role("article", name="You").filter(has_text=SPOKEN)
    expect(spoken).to_be_visible(timeout=START_AND_SPEECH)
    page.close(run_before_unload=True)
    has_ended(site, "page_closed")
    assert is_stored_once(site)


@pytest.mark.slow
@pytest.mark.logs("401")
def test_signing_out_in_another_tab_ends_the_call(page: Page, site: Site) -> None:
    talk(page, site)
    other = page.context.new_page()
    other.goto(f"{site.url}/history/")
    other.get_by_role("button", name="Sign out").click()
    status(page).to_have_text("Ended")
    expect(page.get_by_role("alert")).to_contain_text("Sign in")
    assert is_stored_once(site)


@pytest.mark.slow
@pytest.mark.logs("401")
def test_what_waits_is_saved_after_signing_in_again(page: Page, site: Site) -> None:
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("article", name="Juniper")).to_be_visible(timeout=10_000)
    # As after a session that expired: no other tab says a word.
    page.context.clear_cookies(name="sessionid")
    status(page).to_have_text("Ended", timeout=START_AND_SPEECH)
    expect(page.get_by_role("alert")).to_contain_text("Sign in")
    assert sentences(site) == []
    site.sign_in(page.context.new_page())
    has_ended(site, "signed_out")
    assert site.turns()


@pytest.mark.slow
@pytest.mark.logs("ERR_FAILED")
def test_a_voice_service_that_this_browser_cannot_reach_is_said(page: Page, site: Site) -> None:
    page.route("**/v1/realtime/calls", lambda route: route.abort())
    press_start_and_read(page, "cannot be reached from this browser")
    has_ended(site, "failed")


@pytest.mark.slow
@pytest.mark.logs("503")
def test_a_voice_service_that_is_not_there_is_said(page: Page, site: Site, peer: Peer) -> None:
    peer.kill()
    press_start_and_read(page, "The voice service cannot be reached")
    assert site.ends() == []
    peer.ensure()
    page.get_by_role("button", name="Start").click()
    status(page).to_have_text("Connected", timeout=10_000)


@pytest.mark.slow
def test_a_key_that_is_refused_is_said(
    browsers: Browsers, peer: Peer, start_site: Callable[..., Site]
) -> None:
    site = start_site(LOCALPEER_API_KEY="wrong")
    with browsers.quiet_page(GRANTED, DEVICE, expected=("502",)) as page:
        site.sign_in(page)
        press_start_and_read(page, "refused this site's key")


def test_a_microphone_that_is_denied_is_said(browsers: Browsers, site: Site) -> None:
    with browsers.quiet_page(DEVICE, "--deny-permission-prompts") as page:
        site.sign_in(page)
        press_start_and_read(page, "may not use your microphone")
        assert site.ends() == []


@pytest.mark.slow
def test_a_missing_microphone_is_said(browsers: Browsers, site: Site) -> None:
    with browsers.quiet_page(GRANTED) as page:
        site.sign_in(page)
        press_start_and_read(page, "No microphone was found")


@pytest.mark.slow
def test_an_address_that_is_not_safe_is_said(
    browsers: Browsers, peer: Peer, start_site: Callable[..., Site]
) -> None:
    site = start_site(ALLOWED_HOSTS="localhost,voice.example.org")
    site.url = f"http://voice.example.org:{site.port}"
    rules = "--host-resolver-rules=MAP voice.example.org 127.0.0.1"
    # Chromium complains that such an address cannot have the protection of the header.
    with browsers.quiet_page(rules, expected=("Cross-Origin-Opener-Policy",)) as page:
        site.sign_in(page)
        press_start_and_read(page, "https://")
