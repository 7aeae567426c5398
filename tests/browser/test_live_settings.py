"""What is changed in a call that goes on takes effect at the voice service."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from websockets.sync.client import connect

from tests.browser.test_talking import open_settings, start
from tests.support.processes import Peer, Site, wait_until


def session_of(peer: Peer, call_id: str) -> dict[str, Any]:
    """The session of a call as the service has it now, asked over a line of the server's own."""
    url = f"ws{peer.url.removeprefix('http')}/realtime?call_id={call_id}"
    with connect(url, additional_headers={"Authorization": f"Bearer {peer.key}"}) as line:
        return json.loads(line.recv())["session"]


def test_speed_languages_and_instructions_change_in_mid_call(
    page: Page, site: Site, peer: Peer
) -> None:
    open_settings(page)
    start(page)
    wait_until(lambda: site.rows("SELECT 1 FROM voicechat_call WHERE provider_call_id != ''"))
    ((call_id,),) = site.rows("SELECT provider_call_id FROM voicechat_call")
    before = session_of(peer, call_id)
    page.get_by_role("slider", name="Speed").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_until(lambda: session_of(peer, call_id)["audio"]["output"]["speed"] == 1.25)
    page.get_by_label("Spoken languages").fill("de, en")
    page.keyboard.press("Tab")
    page.get_by_label("Instructions for this time only").fill("Speak in rhymes.")
    page.keyboard.press("Tab")
    wait_until(lambda: session_of(peer, call_id)["instructions"].endswith("\nSpeak in rhymes."))
    expect(page.get_by_text("Changed, from the next reply on.")).to_be_visible()
    after = session_of(peer, call_id)
    assert after["audio"]["input"]["transcription"]["languages"] == ["de", "en"]
    assert after["instructions"].startswith(before["instructions"])
    assert after["audio"]["output"]["speed"] == 1.25
    assert after["audio"]["output"]["voice"] == before["audio"]["output"]["voice"]


@pytest.mark.slow
def test_a_further_call_keeps_the_voice_and_the_model_that_were_chosen(
    page: Page, site: Site, faulty: Peer
) -> None:
    open_settings(page)
    page.get_by_role("combobox", name="Voice").select_option("cedar")
    page.get_by_role("combobox", name="Model").select_option("gpt-realtime-2.1-mini")
    start(page)
    expect(page.get_by_role("combobox", name="Voice")).to_be_disabled(timeout=10_000)
    with page.expect_response("**/settings"):  # both are locked by now
        page.get_by_label("Instructions for this time only").fill("Speak in rhymes.")
        page.keyboard.press("Tab")
    faulty.fail(session_expires_after_s=0)
    expect(page.get_by_role("status")).to_have_text("Reconnecting", timeout=10_000)
    faulty.fail()
    expect(page.get_by_role("status")).to_have_text("Connected", timeout=10_000)
    further = "SELECT model, provider_call_id FROM voicechat_call WHERE number > 1 ORDER BY number"
    wait_until(lambda: site.rows(further) and site.rows(further)[-1][1])
    model, call_id = site.rows(further)[-1]
    assert model == "gpt-realtime-2.1-mini"
    session = session_of(peer=faulty, call_id=call_id)
    assert session["audio"]["output"]["voice"] == "cedar"
    assert session["instructions"].endswith("\nSpeak in rhymes.")
