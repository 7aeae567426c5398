"""Finds where speech starts and stops in a row of speech probabilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WINDOW_MS = 32
"""Length of audio that one probability stands for."""

# This many windows in a row must hold speech: a click or a key stroke is shorter.
START_WINDOWS = 3

# Speech that trails off falls below the threshold before it is over.
HYSTERESIS = 0.15

# How long a silence ends a turn under `semantic_vad`. The provider judges by the words
# whether a sentence is over; here its eagerness only sets the patience.
EAGERNESS_SILENCE_MS = {"high": 300, "medium": 600, "auto": 600, "low": 1200}


@dataclass(frozen=True)
class TurnRules:
    """When speech counts as a turn.

    Attributes:
        threshold: Probability from which a window holds speech, 0 to 1.
        prefix_padding_ms: Audio to include before the speech that was detected.
        silence_duration_ms: Silence that ends a turn.
    """

    threshold: float = 0.5
    prefix_padding_ms: int = 300
    silence_duration_ms: int = 500


@dataclass(frozen=True)
class SpeechStarted:
    """Speech began; `at_ms` is the start of the audio that belongs to it, padding included."""

    at_ms: int


@dataclass(frozen=True)
class SpeechStopped:
    """Speech ended; `at_ms` is the end of the silence that told so."""

    at_ms: int


def rules_for(turn_detection: Mapping[str, Any]) -> TurnRules:
    """Reads a session's `turn_detection`, with all of its fields filled in."""
    if turn_detection["type"] == "semantic_vad":
        silence_ms = EAGERNESS_SILENCE_MS[turn_detection["eagerness"]]
        return TurnRules(silence_duration_ms=silence_ms)
    return TurnRules(
        turn_detection["threshold"],
        turn_detection["prefix_padding_ms"],
        turn_detection["silence_duration_ms"],
    )


class TurnDetector:
    """Follows one stream of speech probabilities, a window at a time."""

    def __init__(self, rules: TurnRules) -> None:
        self._rules = rules
        self._speaking = False
        self._loud_windows = 0
        self._quiet_ms = 0

    def feed(self, probability: float, now_ms: int) -> SpeechStarted | SpeechStopped | None:
        """Takes the probability of the window that ends at `now_ms`."""
        return (
            self._stop(probability, now_ms) if self._speaking else self._start(probability, now_ms)
        )

    def _start(self, probability: float, now_ms: int) -> SpeechStarted | None:
        loud = probability >= self._rules.threshold
        self._loud_windows = self._loud_windows + 1 if loud else 0
        if self._loud_windows < START_WINDOWS:
            return None
        self._speaking, self._quiet_ms = True, 0
        began_ms = now_ms - self._loud_windows * WINDOW_MS
        return SpeechStarted(max(0, began_ms - self._rules.prefix_padding_ms))

    def _stop(self, probability: float, now_ms: int) -> SpeechStopped | None:
        quiet = probability < self._rules.threshold - HYSTERESIS
        self._quiet_ms = self._quiet_ms + WINDOW_MS if quiet else 0
        if self._quiet_ms < max(self._rules.silence_duration_ms, WINDOW_MS):
            return None
        self._speaking, self._loud_windows = False, 0
        return SpeechStopped(now_ms)
