"""A WebSocket to one client: events only, with the audio inside them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from aiohttp import ClientConnectionError, WSMsgType, web

from .line import Sound
from .protocol.client_events import MAX_EVENT_CHARS
from .speech.interfaces import Pcm

PROTOCOL = "realtime"
KEY_PROTOCOL = "openai-insecure-api-key."

# A client that does not answer a ping for this long is gone.
PING_SECONDS = 30

FLUSH_SECONDS = 2


def offered_key(request: web.Request) -> str | None:
    """The key that a browser hides among its subprotocols: it cannot set headers."""
    offered = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    keys = (each.strip() for each in offered)
    return next((k.removeprefix(KEY_PROTOCOL) for k in keys if k.startswith(KEY_PROTOCOL)), None)


class Unplayed:
    """The voice of a call whose client plays the audio by itself."""

    played_ms = 0
    sound: Sound = "normal"

    def play(self, reply_id: str, pcm: Pcm) -> None:
        """Never asked for: the session sends the sound in events."""

    def finish(self, reply_id: str) -> None:
        """Changes nothing."""

    def clear(self) -> None:
        """Changes nothing."""


class SocketLine:
    """A WebSocket connection."""

    plays_sound = False

    def __init__(self) -> None:
        self.voice = Unplayed()
        self.socket = web.WebSocketResponse(
            protocols=[PROTOCOL], heartbeat=PING_SECONDS, max_msg_size=MAX_EVENT_CHARS
        )
        self._outgoing: asyncio.Queue[str | None] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        """Whether events can be sent."""
        return self._sender is not None and not self.socket.closed

    async def accept(self, request: web.Request) -> None:
        """Completes the handshake."""
        await self.socket.prepare(request)
        self._transport = request.transport
        self._sender = asyncio.create_task(self._send_all())

    async def messages(self) -> AsyncIterator[str | bytes]:
        """What the other side sends, until it is gone."""
        async for message in self.socket:
            if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                yield message.data

    def send(self, event: dict[str, Any]) -> None:
        """Sends an event, unless the other side is gone."""
        self._outgoing.put_nowait(json.dumps(event))

    async def close(self) -> None:
        """Sends what still waits, and takes leave."""
        self._outgoing.put_nowait(None)
        if self._sender is not None:
            await asyncio.wait([self._sender], timeout=FLUSH_SECONDS)
            self._sender.cancel()
        await self.socket.close()

    async def cut(self) -> None:
        """Closes the socket without the closing handshake."""
        if self._transport is not None:
            self._transport.abort()

    async def _send_all(self) -> None:
        with suppress(ClientConnectionError):
            while (message := await self._outgoing.get()) is not None:
                await self.socket.send_str(message)
