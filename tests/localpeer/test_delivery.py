"""Events that come late, twice, in another order, or grown."""

import asyncio

from voicechat.localpeer.delivery import Delivery
from voicechat.localpeer.faults import Faults, FaultSwitch

TRANSCRIPT = "conversation.item.input_audio_transcription.completed"


def delivered(*types: str, wait_s: float = 0.0, **faults: object) -> list[dict]:
    """What arrives of a row of events by the time that the last has been sent, and `wait_s`."""

    async def scenario():
        arrived: list[dict] = []
        delivery = Delivery(FaultSwitch(Faults(**faults)), arrived.append)
        for number, event_type in enumerate(types):
            delivery.deliver({"type": event_type, "event_id": str(number), "item": {"id": "a"}})
        await asyncio.sleep(wait_s)
        return arrived

    return asyncio.run(scenario())


def types_of(events: list[dict]) -> list[str]:
    return [event["type"] for event in events]


def test_without_faults_all_comes_as_it_is():
    events = delivered("a", TRANSCRIPT, "b")
    assert types_of(events) == ["a", TRANSCRIPT, "b"]
    assert events[0] == {"type": "a", "event_id": "0", "item": {"id": "a"}}


def test_transcripts_can_wait_for_the_reply():
    row = [TRANSCRIPT, "response.created", "response.done"]
    arrived = delivered(*row, transcript_after_reply=True)
    assert types_of(arrived) == ["response.created", "response.done", TRANSCRIPT]


def test_transcripts_can_be_late():
    assert types_of(delivered(TRANSCRIPT, "a", transcript_delay_s=0.05)) == ["a"]
    late = delivered(TRANSCRIPT, "a", wait_s=0.1, transcript_delay_s=0.05)
    assert types_of(late) == ["a", TRANSCRIPT]


def test_events_can_come_twice():
    arrived = delivered("a", "b", duplicate_events=True)
    assert [event["event_id"] for event in arrived] == ["0", "0", "1", "1"]


def test_what_others_send_can_be_overtaken_and_comes_all_the_same():
    row = ["a", "rate_limits.updated", "output_audio_buffer.stopped", "b", TRANSCRIPT]
    overtaken = ["a", "b", "rate_limits.updated", "output_audio_buffer.stopped"]
    assert types_of(delivered(*row, reorder_events=True)) == overtaken
    assert types_of(delivered(*row, wait_s=0.4, reorder_events=True))[-1] == TRANSCRIPT


def test_unknown_events_can_come_in_between():
    arrived = delivered("a", "b", unknown_events=True)
    assert types_of(arrived) == ["a", "peer.unknown", "b", "peer.unknown"]


def test_events_can_have_fields_that_nobody_knows():
    (event,) = delivered("a", unknown_fields=True)
    assert "new_field" in event
    assert event["item"]["id"] == "a"
    assert "new_field" in event["item"]
