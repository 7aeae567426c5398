"""The only time that a session knows: that of its audio."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clocks:
    """How far a call's two audio streams are.

    Attributes:
        input_ms: Audio received since the call began.
        output_ms: Audio played of the reply that is sounding.
    """

    input_ms: int = 0
    output_ms: int = 0
