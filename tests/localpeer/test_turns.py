"""Where turns start and stop, given speech probabilities."""

import pytest

from voicechat.localpeer.settings import DETECTION_DEFAULTS
from voicechat.localpeer.turns import (
    WINDOW_MS,
    SpeechStarted,
    SpeechStopped,
    TurnDetector,
    TurnRules,
    rules_for,
)


def changes(rules: TurnRules, *runs: tuple[float, int]) -> list[SpeechStarted | SpeechStopped]:
    """Feeds runs of (probability, number of windows)."""
    detector = TurnDetector(rules)
    scores = [probability for probability, count in runs for _ in range(count)]
    fed = (detector.feed(score, (i + 1) * WINDOW_MS) for i, score in enumerate(scores))
    return [change for change in fed if change]


def test_speech_starts_before_it_is_noticed_and_stops_after_the_silence():
    rules = TurnRules(prefix_padding_ms=320, silence_duration_ms=320)
    started, stopped = changes(rules, (0.1, 20), (0.9, 30), (0.1, 20))
    assert started == SpeechStarted(20 * WINDOW_MS - 320)
    assert stopped == SpeechStopped(60 * WINDOW_MS)


def test_speech_at_the_very_start_does_not_start_before_it():
    assert changes(TurnRules(), (0.9, 5)) == [SpeechStarted(0)]


def test_a_click_is_no_speech():
    assert changes(TurnRules(), (0.1, 5), (1.0, 2), (0.1, 30)) == []


def test_a_pause_for_breath_does_not_end_the_turn():
    assert len(changes(TurnRules(), (0.9, 10), (0.1, 15), (0.9, 10))) == 1


def test_trailing_off_is_still_speech():
    assert len(changes(TurnRules(threshold=0.5), (0.9, 10), (0.4, 30))) == 1


def test_the_threshold_decides_what_is_speech():
    assert changes(TurnRules(threshold=0.9), (0.8, 30)) == []


@pytest.mark.parametrize(("eagerness", "silence_ms"), [("high", 300), ("auto", 600), ("low", 1200)])
def test_eagerness_sets_the_patience(eagerness, silence_ms):
    detection = DETECTION_DEFAULTS["semantic_vad"] | {"eagerness": eagerness}
    assert rules_for(detection).silence_duration_ms == silence_ms


def test_rules_come_from_the_session():
    detection = {"type": "server_vad", "threshold": 0.7, "silence_duration_ms": 200}
    rules = rules_for(DETECTION_DEFAULTS["server_vad"] | detection)
    assert rules == TurnRules(0.7, 300, 200)
