"""What a call uses, how quickly it answers, and how good its connection is."""

import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.modules import run
from voicechat.realtime.prices import PriceList, Tokens, cost

COUNT = """({ count, nothing, totals, cost }, { script, prices }) => {
  const numbers = script.reduce((state, [at, event]) => count(state, event, at), nothing);
  const sums = totals(numbers);
  return { ...numbers, sums, cost: cost(sums, numbers, prices), usage: numbers.usage.size };
}"""
JUDGE = "({ sample, judge }, reports) => judge(reports.map(sample))"
PRICES = {
    "text_input": 4,
    "text_cached": 0.4,
    "text_output": 24,
    "audio_input": 32,
    "audio_cached": 0.4,
    "audio_output": 64,
}


def counted(page: Page, *script: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    prices = {"talker": PRICES, "writer": {"per_minute": 0.0045}}
    return run(page, "numbers", COUNT, {"script": script, "prices": prices})


def began(transcriber: str | None) -> tuple[int, dict[str, Any]]:
    transcription = transcriber and {"model": transcriber}
    session = {"model": "talker", "audio": {"input": {"transcription": transcription}}}
    return 0, {"type": "session.created", "session": session}


def done(response: str, **usage: object) -> dict[str, Any]:
    return {"type": "response.done", "response": {"id": response, "usage": usage}}


RESPONSE = {
    "input_token_details": {
        "text_tokens": 900,
        "audio_tokens": 700,
        "cached_tokens_details": {"text_tokens": 640, "audio_tokens": 300},
    },
    "output_token_details": {"text_tokens": 40, "audio_tokens": 160},
}


def test_the_estimate_is_what_the_books_say(call_page: Page) -> None:
    transcribed = {
        "type": "conversation.item.input_audio_transcription.completed",
        "item_id": "item_1",
        "usage": {"type": "duration", "seconds": 3.5},
    }
    script = [
        began("writer"), (0, done("resp_1", **RESPONSE)), (1, transcribed),
        (2, done("resp_2", **RESPONSE)),
    ]  # fmt: skip
    numbers = counted(call_page, *script, *script)  # what comes twice counts once
    tokens = Tokens(
        text_input=1800,
        text_cached=1280,
        text_output=80,
        audio_input=1400,
        audio_cached=600,
        audio_output=320,
    )
    prices = PriceList(**{kind: Decimal(str(price)) for kind, price in PRICES.items()})
    written = cost(Tokens(), PriceList(per_minute=Decimal("0.0045")), 3.5)
    assert numbers["cost"] == pytest.approx(float(cost(tokens, prices) + written))
    assert numbers["sums"]["transcription"] == {"seconds": 3.5}
    assert numbers["usage"] == 3


TRANSCRIBED = {
    "type": "conversation.item.input_audio_transcription.completed",
    "item_id": "item_1",
    "usage": {"type": "duration", "seconds": 40},
}


@pytest.mark.parametrize(
    ("transcriber", "more"), [("writer", 0.003), ("unheard_of", 0), ("talker", 0), (None, 0)]
)
def test_transcription_is_in_the_cost_where_its_price_is_known(
    call_page: Page, transcriber: str | None, more: float
) -> None:
    script = [began(transcriber), (1, done("r1", **RESPONSE))]
    without = counted(call_page, *script)["cost"]
    numbers = counted(call_page, *script, (2, TRANSCRIBED))
    assert numbers["cost"] == pytest.approx(without + more)


@pytest.mark.parametrize("prices", [{}, {"talker": {"text_input": 4}}])
def test_a_price_that_is_not_known_is_not_nothing(call_page: Page, prices: Any) -> None:
    script = [began("writer"), (1, done("r1", **RESPONSE))]
    assert run(call_page, "numbers", COUNT, {"script": script, "prices": prices})["cost"] is None


def test_the_reply_is_timed_from_the_end_of_speech_to_its_first_sound(call_page: Page) -> None:
    def event(name: str) -> dict[str, str]:
        return {"type": name}

    numbers = counted(
        call_page,
        (1_000, event("input_audio_buffer.speech_stopped")),
        (1_010, event("input_audio_buffer.committed")),
        (1_800, event("output_audio_buffer.started")),
        (5_000, event("output_audio_buffer.started")),  # the reply to a typed message
        (6_000, event("input_audio_buffer.speech_stopped")),
        (6_200, event("input_audio_buffer.speech_started")),  # it was a pause
        (8_000, event("input_audio_buffer.committed")),  # push to talk
        (8_600, event("output_audio_buffer.started")),
    )
    assert numbers["replies"] == [800, 600]


def reports(received: int, lost: int, trip: float, jitter: float) -> list[dict[str, Any]]:
    """What getStats gave in a call, cut down to a few reports, with other figures."""
    return [
        {"type": "codec", "id": "CIT01_111", "mimeType": "audio/opus"},
        {"type": "candidate-pair", "nominated": False, "state": "failed"},
        {
            "type": "candidate-pair",
            "nominated": True,
            "state": "succeeded",
            "currentRoundTripTime": trip,
        },
        {
            "type": "inbound-rtp",
            "kind": "audio",
            "packetsReceived": received,
            "packetsLost": lost,
            "jitter": jitter,
        },
        {"type": "remote-inbound-rtp", "kind": "audio", "fractionLost": 0.01},
    ]


@pytest.mark.parametrize(
    ("last", "quality", "loss"),
    [
        (reports(600, 10, 0.04, 0.003), "good", 0.01),
        (reports(590, 40, 0.04, 0.003), "fair", 30 / 520),
        (reports(600, 10, 0.4, 0.003), "fair", 0.01),
        (reports(600, 8, 0.04, 0.2), "poor", 0.01),
        (reports(400, 110, 0.04, 0.003), "poor", 0.25),
    ],
)
def test_the_connection_is_judged(
    call_page: Page, last: list[dict[str, Any]], quality: str, loss: float
) -> None:
    judged = run(call_page, "statistics", JUDGE, [reports(100, 10, 0.04, 0.003), last])
    assert judged["quality"] == quality
    assert judged["loss"] == pytest.approx(loss)


def test_nothing_is_said_of_a_connection_that_is_not_measured(call_page: Page) -> None:
    code = "({ sample }, reports) => reports.map(sample)"
    assert run(call_page, "statistics", code, [[], reports(0, 0, 0, 0)[:2]]) == [None, None]


def test_a_call_shows_its_numbers(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    line = page.get_by_role(
        "button", name=re.compile(r"Connection good · reply after \d\.\d s · \$")
    )
    line.click(timeout=30_000)
    panel = page.get_by_role("complementary", name="Settings")
    expect(panel.locator("#number-time")).to_have_text(re.compile(r"^0:\d\d, \d+:\d\d left$"))
    expect(panel.locator("#number-round-trip")).to_have_text(re.compile(r"^\d+ ms$"))
    expect(panel.locator("#number-tokens")).to_have_text(re.compile(r"\d+ in .* [1-9]\d* out$"))
    page.get_by_role("button", name="End", exact=True).click()
    expect(panel.locator("#number-connection")).to_have_text("not measured")
