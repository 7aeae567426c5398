"""Hands a call's events on, as well or as badly as it was told to."""

import asyncio
from collections.abc import Callable

from .faults import FaultSwitch
from .protocol.outputs import Event

TRANSCRIPTION = "conversation.item.input_audio_transcription."

# At the provider other parts than the one that replies send these, so that nothing keeps them in
# step with the reply. Events of one kind are never out of order: the channel sees to that.
ASIDE = (TRANSCRIPTION, "output_audio_buffer.", "rate_limits.")

# An event that is to be overtaken waits this long for another.
OVERTAKING_SECONDS = 0.3

NEW_FIELD = {"added": ["in a later version"]}


class Delivery:
    """The last step of each event before the line.

    Attributes:
        silent: Whether nothing is handed on any more.
    """

    def __init__(self, switch: FaultSwitch, send: Callable[[Event], None]) -> None:
        self._switch = switch
        self._send = send
        self._overtaken: list[Event] = []
        self._after_reply: list[Event] = []
        self.silent = False

    def deliver(self, event: Event) -> None:
        """Hands on an event, now or later."""
        faults = self._switch.current
        if faults.transcript_after_reply and event["type"].startswith(TRANSCRIPTION):
            self._after_reply.append(event)
        elif faults.transcript_delay_s and event["type"].startswith(TRANSCRIPTION):
            loop = asyncio.get_running_loop()
            loop.call_later(faults.transcript_delay_s, self._hand_on, event)
        else:
            self._in_order_or_not(event)
        if event["type"] == "response.done" or not faults.transcript_after_reply:
            self._release(self._after_reply)

    def _in_order_or_not(self, event: Event) -> None:
        if self._switch.current.reorder_events and event["type"].startswith(ASIDE):
            self._overtaken.append(event)
            loop = asyncio.get_running_loop()
            loop.call_later(OVERTAKING_SECONDS, self._release, self._overtaken)
            return
        self._hand_on(event)
        self._release(self._overtaken)

    def _release(self, waiting: list[Event]) -> None:
        while waiting:
            self._hand_on(waiting.pop(0))

    def _hand_on(self, event: Event) -> None:
        faults = self._switch.current
        if self.silent:
            return
        if faults.unknown_fields:
            event = _with_new_fields(event)
        for _ in range(2 if faults.duplicate_events else 1):
            self._send(event)
        if faults.unknown_events:
            self._send({"type": "peer.unknown", "event_id": f"{event['event_id']}_unknown"})


def _with_new_fields(event: Event) -> Event:
    grown = {
        name: {**value, "new_field": NEW_FIELD} if isinstance(value, dict) else value
        for name, value in event.items()
    }
    return {**grown, "new_field": NEW_FIELD}
