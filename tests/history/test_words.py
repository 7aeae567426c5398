"""Times, and what lies between two calls, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from voicechat.history.words import between_calls

ENDED = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-2, "Connection lost, went on at once"),
        (0.4, "Connection lost, went on at once"),
        (12, "Connection lost, went on after 12 s"),
        (240, "Connection lost, went on after 4 min"),
        (86_400, "Connection lost, continued on May 5, 2026, 9:30 a.m."),
    ],
)
def test_how_a_call_came_to_follow_another(seconds: float, words: str) -> None:
    resumed = ENDED + timedelta(seconds=seconds)
    assert between_calls("connection lost", ENDED, resumed) == words


def test_an_end_that_nobody_reported_is_not_made_up() -> None:
    assert between_calls("", None, ENDED).startswith("Continued on May 4, 2026")
