"""What a server's calls are answered with."""

from dataclasses import dataclass

from .faults import FaultSwitch
from .responder import Responder
from .speech.interfaces import Speech


@dataclass(frozen=True)
class Equipment:
    """Shared by all calls.

    Attributes:
        speech: The software to hear and speak with.
        responder: Finds the words of replies.
        faults: What goes wrong with it.
    """

    speech: Speech
    responder: Responder
    faults: FaultSwitch
