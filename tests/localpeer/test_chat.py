"""Replies from a language model, and what is said when there is none."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from voicechat.localpeer.chat import ChatResponder, configured_responder, messages
from voicechat.localpeer.protocol.prompt import Prompt, Turn
from voicechat.localpeer.responder import EchoResponder, ResponderError

from .caller import calling

PROMPT = Prompt("You are Ada.", None, (Turn("user", "Hello"),))


@asynccontextmanager
async def model(*words: str, status: int = 200, breaks_off: bool = False):
    """A chat server that writes these words; yields its address and what it was asked."""
    asked = []

    async def complete(request):
        asked.append((request.headers.get("Authorization"), await request.json()))
        response = web.StreamResponse(status=status)
        await response.prepare(request)
        for word in words:
            chunk = {"choices": [{"delta": {"content": word}}]}
            await response.write(f"data: {json.dumps(chunk)}\n\n".encode())
        if breaks_off:
            request.transport.abort()
        await response.write(b'data: {"choices": []}\n\ndata: [DONE]\n\n')
        return response

    app = web.Application()
    app.router.add_post("/v1/chat/completions", complete)
    async with TestServer(app) as server:
        yield str(server.make_url("/v1")), asked


def replies(*words, prompt=PROMPT, **server):
    """The pieces of a reply, and what the server was asked."""

    async def scenario():
        async with model(*words, **server) as (url, asked):
            responder = ChatResponder(url, "small", "key")
            return [piece.text async for piece in responder.reply(prompt)], asked

    return asyncio.run(scenario())


def test_it_speaks_sentence_by_sentence_as_the_model_writes():
    pieces, _ = replies("Good", " day. How", " are", " you", "?")
    assert pieces == ["Good day. ", "How are you?"]


def test_the_model_gets_instructions_history_and_key():
    turns = (Turn("user", "Hello"), Turn("assistant", "Hi"), Turn("user", "And?"))
    _, asked = replies("Yes", prompt=Prompt("You are Ada.", None, turns))
    ((key, body),) = asked
    assert (key, body["model"], body["stream"]) == ("Bearer key", "small", True)
    assert [each["role"] for each in body["messages"]] == ["system", "user", "assistant", "user"]
    assert body["messages"][0]["content"] == "You are Ada."


def test_what_is_for_one_reply_alone_comes_last():
    asked = messages(Prompt("You are Ada.", "Greet the user.", ()))
    assert asked[-1] == {"role": "user", "content": "Greet the user."}


def test_what_could_not_be_made_out_is_not_given_to_the_model():
    turn = Turn("user", "", spoken=True, problem="English only.")
    pieces, asked = replies("Yes", prompt=Prompt("", None, (turn,)))
    assert "English only." in pieces[0]
    assert asked == []


@pytest.mark.parametrize("server", [{"status": 500}, {"breaks_off": True}])
def test_a_server_that_fails_is_told_from_a_reply(server):
    with pytest.raises(ResponderError, match="cannot be reached"):
        replies("Good day. ", **server)


def test_a_server_that_is_down_is_said_aloud_and_reported_and_the_call_goes_on(speech):
    nowhere = ChatResponder("http://127.0.0.1:9/v1", "small", "")

    async def scenario():
        async with calling(speech, responder=nowhere) as (caller, _, _):
            caller.send("response.create")
            error = await caller.until("error")
            done = await caller.until("response.output_audio_transcript.done")
            await caller.until_sound(audible=True)
            await caller.until("response.done")
            caller.send("response.create")
            await caller.until("response.created", count=2)
            return error["error"]["message"], done["transcript"]

    message, said = asyncio.run(scenario())
    assert message == said == "The language model cannot be reached."


def test_the_environment_decides_who_answers():
    assert isinstance(configured_responder({}), EchoResponder)
    assert isinstance(configured_responder({"LOCAL_CHAT_URL": "http://x/v1"}), ChatResponder)
