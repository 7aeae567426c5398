"""What the client sends, held against the official SDK's types."""

from openai.types.realtime import (
    ConversationItemCreateEvent,
    InputAudioBufferClearEvent,
    InputAudioBufferCommitEvent,
    OutputAudioBufferClearEvent,
    ResponseCancelEvent,
    ResponseCreateEvent,
    SessionUpdateEvent,
)
from playwright.sync_api import Page

from tests.browser.modules import run
from tests.support.sdk import validated

SESSION = '{ type: "realtime", audio: { input: {}, output: { voice: "marin", speed: 1.2 } } }'
BUILD = """(protocol) => [
  protocol.createResponse(),
  protocol.createResponse({ instructions: "Say hello." }),
  protocol.createItem(protocol.userMessage("typed_1", "Good morning.")),
  protocol.cancelResponse(),
  protocol.commitInput(),
  protocol.clearInput(),
  protocol.updateSession(SESSION, false),
  protocol.updateSession(SESSION, true),
  protocol.clearOutputAudio(),
]""".replace("SESSION", SESSION)
TYPES = [
    ResponseCreateEvent,
    ResponseCreateEvent,
    ConversationItemCreateEvent,
    ResponseCancelEvent,
    InputAudioBufferCommitEvent,
    InputAudioBufferClearEvent,
    SessionUpdateEvent,
    SessionUpdateEvent,
    OutputAudioBufferClearEvent,
]
READ = """({ parseEvent, usageRecord }, texts) =>
  texts.map((text) => parseEvent(text)).map((event) => event && usageRecord(event))"""


def test_every_event_that_is_sent_is_one_of_the_sdk(call_page: Page) -> None:
    events = run(call_page, "protocol", BUILD)
    for model, event in zip(TYPES, events, strict=True):
        validated(model, event)


def test_what_is_no_event_is_passed_over(call_page: Page) -> None:
    texts = ["", "{", "null", "[]", '{"type": 7}', '{"type": "something.new", "x": 1}']
    assert run(call_page, "protocol", READ, texts) == [None] * len(texts)
