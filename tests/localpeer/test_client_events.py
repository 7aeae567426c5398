"""What a client may ask of a session, and how it is told what it may not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicechat.history.replay import PastTurn, replay
from voicechat.localpeer.protocol.client_events import MAX_EVENT_CHARS
from voicechat.localpeer.protocol.outputs import DetectTurns, Generate
from voicechat.localpeer.protocol.session import Clocks

from .rehearsal import EXPIRES_AT, Rehearsal


def message(text: str, role: str = "user", **fields: object) -> dict[str, object]:
    kind = "output_text" if role == "assistant" else "input_text"
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}], **fields}


@pytest.mark.parametrize(
    ("event", "code", "param"),
    [
        ({"type": "no.such"}, "invalid_value", "type"),
        ({}, "missing_required_parameter", "type"),
        ({"type": "conversation.item.delete"}, "missing_required_parameter", "item_id"),
        ({"type": "response.cancel", "why": 1}, "unknown_parameter", "why"),
        ({"type": "response.cancel"}, "response_cancel_not_active", None),
        ({"type": "input_audio_buffer.commit"}, "input_audio_buffer_commit_empty", None),
        (
            {"type": "conversation.item.delete", "item_id": "x"},
            "item_delete_invalid_item_id",
            "item_id",
        ),
        (
            {"type": "conversation.item.create", "item": message("Hi", "robot")},
            "invalid_value",
            "item.role",
        ),
        (
            {"type": "session.update", "session": {"type": "realtime", "voice": "ash"}},
            "unknown_parameter",
            "session.voice",
        ),
    ],
)
def test_an_event_that_is_not_in_order_gets_an_error_that_names_it(event, code, param):
    call = Rehearsal()
    event_type = event.pop("type", None)
    fields = {**event, "event_id": "mine"}
    if event_type is None:
        call.note(call.session.client_event('{"event_id": "mine"}', Clocks()))
    else:
        call.client(event_type, **fields)
    error = call.last("error")["error"]
    assert error["type"] == "invalid_request_error"
    assert (error["code"], error["param"], error["event_id"]) == (code, param, "mine")


@pytest.mark.parametrize("raw", ["", "{", "[]", "null", b"\xff", "[" * 100_000])
def test_a_message_that_is_no_event_gets_an_error_and_the_session_goes_on(raw):
    call = Rehearsal()
    call.note(call.session.client_event(raw, Clocks()))
    assert call.last("error")["error"]["code"] == "invalid_json"
    assert call.client("response.create")[0]["type"] == "response.created"


def test_an_event_that_is_too_long_is_refused_unread():
    call = Rehearsal()
    call.note(call.session.client_event(" " * (MAX_EVENT_CHARS + 1), Clocks()))
    assert call.last("error")["error"]["code"] == "event_too_large"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(["item", "item_id", "session", "response", "event_id", "audio_end_ms"])
TYPES = st.sampled_from(
    ["session.update", "conversation.item.create", "conversation.item.truncate", "response.create"]
)


@settings(max_examples=60, deadline=None)
@given(TYPES, st.dictionaries(FIELDS, JSON, max_size=3))
def test_whatever_a_client_sends_the_session_answers_with_known_events(event_type, fields):
    assert all(event["type"] for event in Rehearsal().client(event_type, **fields))


def test_typed_text_joins_the_conversation():
    call = Rehearsal()
    call.client("conversation.item.create", item=message("Good morning"))
    call.client("response.create")
    assert call.types[:2] == ["conversation.item.added", "conversation.item.done"]
    turn = call.command(Generate).prompt.turns[-1]
    assert (turn.text, turn.spoken) == ("Good morning", False)


def test_a_past_that_is_replayed_is_known_to_the_next_reply():
    call = Rehearsal()
    talk = [PastTurn("assistant", "It is blue."), PastTurn("user", "What colour is the sea?")]
    for item in replay(talk, total=9, budget=1_000).items:
        call.client("conversation.item.create", item=item)
    assert "error" not in call.types
    assert [e["item"]["id"] for e in call.events if e["type"].endswith("done")] == [
        "past_0",
        "past_1",
        "past_2",
    ]
    call.client("response.create")
    turns = call.command(Generate).prompt.turns
    assert [turn.role for turn in turns] == ["system", "user", "assistant"]
    assert [turn.text for turn in turns][1:] == ["What colour is the sea?", "It is blue."]


def test_items_can_be_put_first_or_after_another():
    call = Rehearsal()
    for name, previous in [("a", None), ("b", "a"), ("first", "root"), ("between", "a")]:
        item = message(name, id=name)
        call.client("conversation.item.create", item=item, previous_item_id=previous)
    previous = [e["previous_item_id"] for e in call.events if e["type"].endswith("added")]
    assert previous == [None, "a", None, "a"]
    call.client("response.create")
    turns = call.command(Generate).prompt.turns
    assert [turn.text for turn in turns] == ["first", "a", "between", "b"]


def test_an_item_id_is_taken_once_and_a_predecessor_must_exist():
    call = Rehearsal()
    call.client("conversation.item.create", item=message("one", id="a"))
    call.client("conversation.item.create", item=message("two", id="a"))
    assert call.last("error")["error"]["code"] == "item_create_invalid_id"
    call.client("conversation.item.create", item=message("three"), previous_item_id="no")
    assert call.last("error")["error"]["param"] == "previous_item_id"


def test_a_deleted_item_is_gone():
    call = Rehearsal()
    call.client("conversation.item.create", item=message("one", id="a"))
    call.client("conversation.item.delete", item_id="a")
    assert call.last("conversation.item.deleted")["item_id"] == "a"
    call.client("conversation.item.retrieve", item_id="a")
    assert call.last("error")["error"]["code"] == "item_retrieve_invalid_item_id"


def test_only_as_much_audio_as_there_is_can_be_kept():
    call = Rehearsal()
    call.client("response.create")
    call.finish(call.reply("Good day", audio_ms=800))
    item_id = call.last("response.output_item.done")["item"]["id"]
    fields = {"item_id": item_id, "content_index": 0}
    call.client("conversation.item.truncate", **fields, audio_end_ms=801)
    assert call.last("error")["error"]["param"] == "audio_end_ms"
    call.client("conversation.item.truncate", **fields, audio_end_ms=300)
    assert call.last("conversation.item.truncated")["audio_end_ms"] == 300


def test_a_second_response_at_the_same_time_is_an_error():
    call = Rehearsal()
    call.client("response.create")
    call.client("response.create", event_id="second")
    error = call.last("error")["error"]
    assert error["code"] == "conversation_already_has_active_response"
    assert error["event_id"] == "second"


def test_settings_change_one_by_one():
    call = Rehearsal()
    detection = {"type": "semantic_vad", "eagerness": "high"}
    audio = {"input": {"turn_detection": detection}, "output": {"speed": 1.25}}
    call.client("session.update", session={"type": "realtime", "audio": audio})
    session = call.last("session.updated")["session"]
    assert session["audio"]["output"] == {
        "format": {"type": "audio/pcm", "rate": 24000},
        "voice": "alloy",
        "speed": 1.25,
    }
    assert call.command(DetectTurns).turn_detection["eagerness"] == "high"


def test_the_voice_is_settled_once_it_has_been_heard():
    call = Rehearsal()
    change = {"type": "realtime", "audio": {"output": {"voice": "cedar"}}}
    call.client("session.update", session=change)
    call.client("response.create")
    assert call.command(Generate).voice == "cedar"
    call.finish(call.reply("Hello"))
    change["audio"]["output"]["voice"] = "marin"
    call.client("session.update", session=change)
    assert call.last("error")["error"]["code"] == "cannot_update_voice"


def test_the_model_is_settled_from_the_start():
    call = Rehearsal()
    call.client("session.update", session={"type": "realtime", "model": "another"})
    assert call.last("error")["error"]["param"] == "session.model"


def test_every_event_has_an_id_of_its_own():
    call = Rehearsal()
    call.hear("Good morning")
    call.finish(call.reply("Good day"))
    ids = [event["event_id"] for event in call.events]
    assert len(ids) == len(set(ids))


def test_a_session_is_shown_without_what_servers_of_tools_are_signed_in_to_with():
    rehearsal = Rehearsal()
    tool = {"type": "mcp", "server_label": "weather", "server_url": "https://mcp.example.com"}
    session = {"type": "realtime", "tools": [{**tool, "authorization": "tok"}]}
    (updated,) = rehearsal.client("session.update", session=session)
    assert updated["session"]["tools"] == [tool]
    (created,) = rehearsal.note(rehearsal.session.open(EXPIRES_AT))[:1]
    assert created["session"]["tools"] == [tool]
