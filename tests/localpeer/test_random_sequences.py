"""Whatever happens in whatever order, the session goes on and says only what the SDK knows."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicechat.localpeer.protocol.clocks import Clocks

from .rehearsal import Rehearsal
from .test_subset import CLIENT_EVENTS

# Together these make 5,000 sequences.
WELL_FORMED = settings(
    max_examples=2500, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
ILL_FORMED = settings(WELL_FORMED, max_examples=2500)

IDS = st.sampled_from(["item_1", "item_2", "item_3", "root", "resp_1", "resp_2", "no"])
MS = st.integers(0, 60_000)
TEXT = st.text(max_size=8)

AUDIO = {
    "input": {
        "turn_detection": st.sampled_from(
            [
                None,
                {"type": "server_vad", "idle_timeout_ms": 5000},
                {"type": "semantic_vad", "interrupt_response": False},
                {"type": "server_vad", "create_response": False},
            ]
        ),
        "transcription": st.sampled_from([None, {"model": "gpt-transcribe"}]),
    },
}
CHANGES = st.fixed_dictionaries(
    {"type": st.just("realtime")},
    optional={
        "output_modalities": st.sampled_from([["text"], ["audio"]]),
        "max_output_tokens": st.sampled_from([1, 5, "inf"]),
        "audio": st.fixed_dictionaries(
            {"input": st.fixed_dictionaries({}, optional=AUDIO["input"])}
        ),
    },
)
MESSAGES = st.builds(
    lambda role, text: {
        "type": "message",
        "role": role,
        "content": [{"type": "output_text" if role == "assistant" else "input_text", "text": text}],
    },
    st.sampled_from(["user", "system", "assistant"]),
    TEXT,
)
RESPONSES = st.fixed_dictionaries(
    {},
    optional={
        "output_modalities": st.sampled_from([["text"], ["audio"]]),
        "conversation": st.sampled_from(["auto", "none"]),
        "input": st.lists(MESSAGES, max_size=2),
        "max_output_tokens": st.sampled_from([1, 5, "inf"]),
    },
)


def events(event_type, **fields):
    return st.fixed_dictionaries({"type": st.just(event_type), **fields})


REQUESTS = st.one_of(
    events("session.update", session=CHANGES),
    events("conversation.item.create", item=MESSAGES, previous_item_id=st.none() | IDS),
    events("conversation.item.delete", item_id=IDS),
    events("conversation.item.retrieve", item_id=IDS),
    events("conversation.item.truncate", item_id=IDS, content_index=st.just(0), audio_end_ms=MS),
    events("response.create", response=RESPONSES),
    events("response.cancel"),
    events("input_audio_buffer.append", audio=st.sampled_from(["", "AAAA", "AAAAAA==", "~"])),
    events("input_audio_buffer.commit"),
    events("input_audio_buffer.clear"),
    events("output_audio_buffer.clear"),
)
# What the world does: the name of the session's method, and what it gets.
REPLIES = st.sampled_from(["resp_1", "resp_2", "resp_3"])
HAPPENINGS = st.one_of(
    st.tuples(st.just("speech_started"), MS, st.builds(Clocks, MS, MS)),
    st.tuples(st.just("speech_stopped"), MS),
    st.tuples(st.just("audio_passed"), st.builds(Clocks, MS, MS)),
    st.tuples(st.just("transcribed"), IDS, TEXT),
    st.tuples(st.just("not_transcribed"), IDS, TEXT),
    st.tuples(st.just("reply_audio"), REPLIES, st.sampled_from([b"", bytes(960)])),
    st.tuples(st.just("reply_text"), REPLIES, TEXT),
    st.tuples(st.just("reply_finished"), REPLIES),
    st.tuples(st.just("reply_failed"), REPLIES, TEXT),
    st.tuples(st.just("playback_ended"), REPLIES),
    st.tuples(st.just("trouble"), TEXT),
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)
KNOWN = st.sampled_from(sorted({name for event in CLIENT_EVENTS for name in event}))


@st.composite
def spoilt(draw):
    """A client event with one field, at any depth, replaced, removed or added."""
    event = json.loads(json.dumps(draw(st.sampled_from(CLIENT_EVENTS))))
    place = event
    while (inner := [v for v in place.values() if isinstance(v, dict) and v]) and draw(
        st.booleans()
    ):
        place = draw(st.sampled_from(inner))
    name = draw(st.sampled_from(sorted(place)) | KNOWN | TEXT)
    if draw(st.booleans()):
        place.pop(name, None)
    else:
        place[name] = draw(JSON)
    return event


def act(call: Rehearsal, steps: list) -> None:
    """Has each step happen; the rehearsal checks each event that comes of it."""
    for step in steps:
        if isinstance(step, tuple):
            method, *arguments = step
            call.note(getattr(call.session, method)(*arguments))
        else:
            raw = step if isinstance(step, str | bytes) else json.dumps(step)
            call.note(call.session.client_event(raw, Clocks(60_000, 100)))


@WELL_FORMED
@given(st.booleans(), st.lists(REQUESTS | HAPPENINGS, min_size=1, max_size=8))
def test_well_formed_sequences(plays_sound, steps):
    act(Rehearsal(plays_sound=plays_sound), steps)


@ILL_FORMED
@given(
    st.booleans(),
    st.lists(spoilt() | REQUESTS | st.text(max_size=20) | st.binary(max_size=20), max_size=6),
)
def test_ill_formed_sequences(plays_sound, steps):
    call = Rehearsal(plays_sound=plays_sound)
    act(call, steps)
    call.client("input_audio_buffer.clear")
    assert call.types[-1] == "input_audio_buffer.cleared"
