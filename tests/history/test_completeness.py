"""What is said of a conversation of which something is missing."""

import pytest

from voicechat.history.completeness import marks

WHOLE = {
    "has_ended": True,
    "was_abandoned": False,
    "has_user": True,
    "has_assistant": True,
    "has_failed": False,
}


@pytest.mark.parametrize(
    ("differently", "words"),
    [
        ({}, []),
        ({"was_abandoned": True}, ["its end was not saved"]),
        ({"has_assistant": False}, ["only your side is here"]),
        ({"has_user": False}, ["only the voice is here"]),
        ({"has_failed": True}, ["some lines could not be written down"]),
        (
            {"was_abandoned": True, "has_assistant": False},
            ["its end was not saved", "only your side is here"],
        ),
        ({"has_ended": False, "has_assistant": False}, []),
        ({"has_user": False, "has_assistant": False}, []),
    ],
)
def test_what_is_missing_is_said(differently: dict[str, bool], words: list[str]) -> None:
    assert marks(**{**WHOLE, **differently}) == words
