"""What the assistant says."""

import asyncio

import pytest

from voicechat.localpeer.protocol.prompt import Prompt, Turn
from voicechat.localpeer.responder import GREETING, EchoResponder


def reply(*turns: Turn, directive: str | None = None) -> list[str]:
    async def collect() -> list[str]:
        return [piece.text async for piece in EchoResponder().reply(Prompt("", directive, turns))]

    return asyncio.run(collect())


@pytest.mark.parametrize(
    ("turn", "answer"),
    [
        (Turn("user", "Good day", spoken=True), 'I heard you say: "Good day"'),
        (Turn("user", " Good day\n"), 'You wrote: "Good day"'),
        (
            Turn("user", "", spoken=True),
            "I could not make out any words. Please say that again.",
        ),
        (
            Turn("user", "", spoken=True, problem="No recognizer."),
            "I heard your voice, but I cannot tell what you said. No recognizer.",
        ),
    ],
)
def test_it_says_back_what_came_last(turn, answer):
    earlier = [Turn("user", "Earlier"), Turn("assistant", "Yes")]
    assert "".join(reply(*earlier, turn)) == answer


def test_it_says_the_last_paragraph_of_a_directive_word_for_word():
    directive = "Greet the user. Say the following, word for word:\n\nHello there, I am Ada."
    assert reply(Turn("user", "Hi"), directive=directive) == ["Hello there, I am Ada."]


def test_a_directive_of_one_paragraph_is_not_read_out():
    assert reply(Turn("user", "Hi"), directive="Be brief.") == ['You wrote: "Hi"']


def test_it_greets_when_nothing_has_been_said():
    assert "".join(reply()) == GREETING


def test_it_replies_sentence_by_sentence():
    directive = "Say:\n\nOne is here. Two?  Three!"
    assert reply(directive=directive) == ["One is here. ", "Two?  ", "Three!"]
