"""Tools in a call: the provider asks their servers by itself, the page sees to the rest."""

from typing import Any

import pytest
from openai.types.realtime import RealtimeServerEvent
from playwright.sync_api import Page
from pydantic import TypeAdapter

from tests.browser.modules import run

LABEL = "weather"
# Gives what the client sends after each event, and whether it is busy.
ASK = """({ Replies }, events) => {
  let sent = [];
  const replies = new Replies((event) => sent.push(event.type));
  return events.map((event) => {
    sent = [];
    replies.take(event);
    return [event.type, sent, replies.isBusy];
  });
}"""
TELL = """({ empty, inOrder, reduce }, events) => {
  const end = events.reduce((state, event, at) => reduce(state, event, at), empty);
  return inOrder(end).map(({ role, state, text }) => [role, state, text]);
}"""


def lookup(item: str, **more: Any) -> dict[str, Any]:
    call = {"type": "mcp_call", "id": item, "server_label": LABEL, "name": "forecast"}
    return {**call, "arguments": "{}", **more}


def event(kind: str, **fields: Any) -> dict[str, Any]:
    """An event that the SDK knows."""
    found = {"type": kind, "event_id": "event_1", **fields}
    TypeAdapter(RealtimeServerEvent).validate_python(found)
    return found


def added(item: dict[str, Any], after: str | None) -> dict[str, Any]:
    return event("conversation.item.added", item=item, previous_item_id=after)


def done(item: dict[str, Any], after: str | None) -> dict[str, Any]:
    return event("conversation.item.done", item=item, previous_item_id=after)


def begun(response: str) -> dict[str, Any]:
    return event("response.created", response={"id": response, "status": "in_progress"})


def over(response: str) -> dict[str, Any]:
    return event("response.done", response={"id": response, "status": "completed"})


def message(item: str, role: str, text: str) -> dict[str, Any]:
    kind = "output_text" if role == "assistant" else "input_text"
    content = [{"type": kind, "text": text}]
    return {"type": "message", "id": item, "role": role, "content": content}


def test_what_was_found_is_asked_for_once_all_of_it_is_there(call_page: Page) -> None:
    first, second = lookup("mcp_1"), lookup("mcp_2")
    told = run(
        call_page,
        "replies",
        ASK,
        [
            begun("resp_1"),
            added(first, None),
            event("response.mcp_call.in_progress", item_id="mcp_1", output_index=0),
            added(second, "mcp_1"),
            over("resp_1"),
            event("response.mcp_call.completed", item_id="mcp_1", output_index=0),
            done({**first, "output": "fine"}, None),
            done({**second, "error": {"type": "http_error", "code": 401, "message": ""}}, "mcp_1"),
            begun("resp_2"),
            over("resp_2"),
        ],
    )
    asked = [index for index, (_, sent, _) in enumerate(told) if sent]
    assert asked == [7]
    assert told[7][1] == ["response.create"]
    assert [is_busy for _, _, is_busy in told] == [True] * 9 + [False]


def test_it_is_asked_for_after_the_reply_that_is_under_way(call_page: Page) -> None:
    item = lookup("mcp_1")
    events = [begun("resp_1"), added(item, None), done(item, None), over("resp_1")]
    told = run(call_page, "replies", ASK, events)
    assert [sent for _, sent, _ in told] == [[], [], [], ["response.create"]]


@pytest.mark.parametrize("outcome", [{"output": "fine"}, {"error": None}])
def test_the_transcript_holds_what_was_said_and_nothing_else(
    call_page: Page, outcome: dict[str, Any]
) -> None:
    tools = {"type": "mcp_list_tools", "id": "tools_1", "server_label": LABEL, "tools": []}
    item = lookup("mcp_1", **outcome)
    question = message("q", "user", "Will it rain?")
    answer = message("a", "assistant", "No.")
    script = [
        event("mcp_list_tools.in_progress", item_id="tools_1"),
        added(tools, None),
        event("mcp_list_tools.completed", item_id="tools_1"),
        done(tools, None),
        added(question, "tools_1"),
        begun("resp_1"),
        event("response.output_item.added", response_id="resp_1", output_index=0, item=item),
        added(item, "q"),
        event(
            "response.mcp_call_arguments.done",
            item_id="mcp_1",
            response_id="resp_1",
            output_index=0,
            arguments="{}",
        ),
        event("response.output_item.done", response_id="resp_1", output_index=0, item=item),
        over("resp_1"),
        done(item, "q"),
        begun("resp_2"),
        event("response.output_item.added", response_id="resp_2", output_index=0, item=answer),
        added(answer, "mcp_1"),
        event(
            "response.output_text.done",
            item_id="a",
            response_id="resp_2",
            output_index=0,
            content_index=0,
            text="No.",
        ),
        over("resp_2"),
    ]
    assert run(call_page, "conversation", TELL, script) == [
        ["user", "final", "Will it rain?"],
        ["assistant", "final", "No."],
    ]


@pytest.mark.parametrize("state", ["ended", "reconnecting"])
def test_the_page_says_that_something_is_looked_up(call_page: Page, state: str) -> None:
    code = """({ showLookup }, [events, state]) => {
      const session = Object.assign(new EventTarget(), { state: "connected" });
      const said = events.map((detail) => {
        showLookup(session, detail);
        return document.getElementById("lookup-note").textContent;
      });
      session.state = state;
      session.dispatchEvent(new Event("state"));
      return [...said, document.getElementById("lookup-note").textContent];
    }"""
    first, second = lookup("mcp_1"), lookup("mcp_2")
    events = [added(first, None), added(second, None), done(first, None), done(second, None)]
    said = run(call_page, "ui/lookup", code, [[*events, added(first, None)], state])
    assert [LABEL in words for words in said] == [True, True, True, False, True, False]
