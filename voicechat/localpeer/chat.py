"""Replies from a language model: any server that speaks OpenAI's chat completions."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from .protocol.prompt import Prompt
from .responder import SENTENCE, EchoResponder, Piece, Responder, ResponderError, unheard

# A model on the user's own machine may take its time before the first word.
TIMEOUT = ClientTimeout(total=None, sock_connect=5, sock_read=60)

DEFAULT_MODEL = "default"


def configured_responder(environment: Mapping[str, str]) -> Responder:
    """The responder that LOCAL_CHAT_URL, LOCAL_CHAT_MODEL and LOCAL_CHAT_KEY ask for."""
    url = environment.get("LOCAL_CHAT_URL", "")
    if not url:
        return EchoResponder()
    model = environment.get("LOCAL_CHAT_MODEL") or DEFAULT_MODEL
    return ChatResponder(url, model, environment.get("LOCAL_CHAT_KEY", ""))


class ChatResponder:
    """Asks a chat server, and speaks while it still writes."""

    def __init__(self, url: str, model: str, key: str) -> None:
        """
        Args:
            url: The server's base address, such as `http://127.0.0.1:11434/v1`.
            model: Name of the model there.
            key: Bearer token; empty if the server wants none.
        """
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def reply(self, prompt: Prompt) -> AsyncIterator[Piece]:
        """Yields the reply sentence by sentence.

        Raises:
            ResponderError: The server cannot be reached, refuses, or breaks off.
        """
        if prompt.directive is None and (problem := unheard(prompt)):
            yield problem
            return
        written = ""
        try:
            async for words in self._written(prompt):
                *sentences, written = SENTENCE.findall(written + words) or [""]
                for sentence in sentences:
                    yield Piece(sentence)
        except (ClientError, TimeoutError, ValueError, LookupError, TypeError) as error:
            raise ResponderError("The language model cannot be reached.") from error
        if written:
            yield Piece(written)

    async def _written(self, prompt: Prompt) -> AsyncIterator[str]:
        body = {"model": self._model, "stream": True, "messages": messages(prompt)}
        async with (
            ClientSession(timeout=TIMEOUT, headers=self._headers, raise_for_status=True) as http,
            http.post(self._url, json=body) as response,
        ):
            async for chunk in _chunks(response):
                for choice in chunk["choices"]:
                    yield choice["delta"].get("content") or ""


def messages(prompt: Prompt) -> list[dict[str, str]]:
    """A prompt as chat completions have it.

    What is to be done in this reply alone comes last and as the user's: many models take one
    system message only, and that at the beginning.
    """
    turns = [{"role": turn.role, "content": turn.text} for turn in prompt.turns if turn.text]
    directive = [{"role": "user", "content": prompt.directive}] if prompt.directive else []
    return [{"role": "system", "content": prompt.instructions}, *turns, *directive]


async def _chunks(response: ClientResponse) -> AsyncIterator[Any]:
    """The events of a stream; the last is `[DONE]`."""
    async for line in response.content:
        name, _, data = line.decode().partition(":")
        if name == "data" and data.strip() != "[DONE]":
            yield json.loads(data)
