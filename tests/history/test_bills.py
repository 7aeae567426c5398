"""What calls used and cost, in words."""

from decimal import Decimal

import pytest

from voicechat.history.bills import Bill, dollars


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        ("0", "$0.00"),
        ("0.00001", "less than $0.0001"),
        ("0.00456", "$0.0046"),
        ("0.2512", "$0.25"),
        ("1.005", "$1.00"),
        ("1234.5", "$1,234.50"),
    ],
)
def test_money_is_written_as_exactly_as_it_tells_something(cost: str, words: str) -> None:
    assert dollars(Decimal(cost)) == words


@pytest.mark.parametrize(
    ("bill", "words"),
    [
        (Bill(), ""),
        (Bill(transcriptions=3), ""),
        (Bill(responses=2), "cost not known"),
        (Bill(responses=2, priced=1, cost=Decimal(2)), "at least $2.00"),
        (Bill(responses=2, priced=2, cost=Decimal(2)), "$2.00"),
        (Bill(transcriptions=1, priced_transcriptions=1, cost=Decimal(2)), "$2.00"),
        (Bill(responses=1, transcriptions=1), "cost not known"),
        (Bill(responses=1, transcriptions=1, priced=1, cost=Decimal(2)), "$2.00"),
        (
            Bill(responses=1, priced=1, transcriptions=2, priced_transcriptions=1, cost=Decimal(2)),
            "at least $2.00",
        ),
        (
            Bill(responses=1, transcriptions=1, priced_transcriptions=1, cost=Decimal(2)),
            "at least $2.00",
        ),
    ],
)
def test_what_is_not_known_is_never_nothing(bill: Bill, words: str) -> None:
    assert bill.cost_in_words == words


@pytest.mark.parametrize(
    ("bill", "lacks"),
    [
        (Bill(), False),
        (Bill(responses=1, priced=1, transcriptions=1), True),
        (Bill(transcriptions=2, priced_transcriptions=1), False),
    ],
)
def test_it_says_when_transcription_is_not_in_it(bill: Bill, lacks: bool) -> None:
    assert bill.lacks_transcription == lacks


def test_bills_add_up() -> None:
    one = Bill(text_input=1, audio_output=2, cost=Decimal("0.5"), responses=1, priced=1)
    assert one + one == Bill(
        text_input=2, audio_output=4, cost=Decimal("1.0"), responses=2, priced=2
    )


def test_only_kinds_that_were_used_are_told() -> None:
    assert Bill(audio_input=1200, audio_cached=200).tokens_in_words == [
        "Audio: 1,200 in, of which 200 cached, 0 out"
    ]
