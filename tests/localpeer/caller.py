"""A small WebRTC client, and a server for it to call."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from voicechat.localpeer.faults import Faults
from voicechat.localpeer.media import SpeechTrack
from voicechat.localpeer.responder import Responder
from voicechat.localpeer.server import Server
from voicechat.localpeer.speech.interfaces import Pcm, Speech

from .sdk import check_event

API_KEY = "secret"
AS_SERVER = {"Authorization": f"Bearer {API_KEY}"}

# Root mean square from which received audio is a voice and not silence.
AUDIBLE = 300.0

# Packets come every 20 ms; none for this long, and they come no more.
QUIET_SECONDS = 0.5


class Caller:
    """One side of a call, as a browser would be.

    Attributes:
        events: What has arrived, each event checked.
        location: Path of the call, as the server gave it.
    """

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.location = ""
        self.closed = asyncio.Event()
        self._changed = asyncio.Condition()
        self._loud = False
        self._packets = 0
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._channel = self._connection.createDataChannel("oai-events")
        self._channel.on("message", self._receive)
        self._channel.on("close", self.closed.set)
        self._microphone = SpeechTrack(lambda _: None)
        self._connection.addTrack(self._microphone)
        self._connection.on("track", self._listen)

    async def dial(self, http: ClientSession, base: str, session: dict[str, Any]) -> None:
        """Mints a secret for `session`, calls, and waits until the session is there."""
        body = {"session": {"type": "realtime", **session}}
        url = f"{base}/v1/realtime/client_secrets"
        async with http.post(url, json=body, headers=AS_SERVER) as response:
            secret = (await response.json())["value"]
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/sdp"}
        url = f"{base}/v1/realtime/calls"
        async with http.post(url, data=await self.offer(), headers=headers) as response:
            self.location = response.headers["Location"]
            await self.accept(await response.text())

    async def offer(self) -> str:
        """The SDP offer."""
        await self._connection.setLocalDescription(await self._connection.createOffer())
        return str(self._connection.localDescription.sdp)

    async def accept(self, answer: str) -> None:
        """Takes the SDP answer, and waits until the session is there."""
        await self._connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await self.until("session.created")

    def say(self, pcm: Pcm) -> None:
        """Speaks 24 kHz audio into the microphone."""
        self._microphone.play("speech", pcm)

    def fall_silent(self) -> None:
        """Sends no more packets of sound."""
        self._microphone.sound = "lost"

    def send(self, event_type: str, **fields: Any) -> None:
        """Sends an event."""
        self._channel.send(json.dumps({"type": event_type, **fields}))

    async def until(self, event_type: str, count: int = 1) -> dict[str, Any]:
        """Waits for the `count`-th event of a type, and returns it."""
        return (await self._wait(lambda: self._of_type(event_type)[count - 1 : count]))[0]

    def count(self, event_type: str) -> int:
        """How many events of a type have arrived."""
        return len(self._of_type(event_type))

    async def until_sound(self, *, audible: bool) -> None:
        """Waits until a voice can be heard, or cannot any more."""
        await self._wait(lambda: [True] if self._loud == audible else [])

    async def until_packet(self) -> None:
        """Waits until another packet of sound has come."""
        before = self._packets
        await self._wait(lambda: [True] if self._packets > before else [])

    async def until_packets_stop(self) -> None:
        """Waits until no packet of sound has come for a while."""
        async with asyncio.timeout(20):
            while True:
                try:
                    await asyncio.wait_for(self.until_packet(), QUIET_SECONDS)
                except TimeoutError:
                    return

    async def hang_up(self) -> None:
        """Ends the call from this side."""
        await self._connection.close()

    async def _wait(self, found: Any) -> list[Any]:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(found)
            return list(found())

    def _of_type(self, event_type: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == event_type]

    async def _receive(self, message: str) -> None:
        event = json.loads(message)
        self.events.append(event)
        check_event(event)
        async with self._changed:
            self._changed.notify_all()

    async def _listen(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            self._packets += 1
            samples = frame.to_ndarray().astype(float)
            self._loud = bool(np.sqrt(np.mean(samples**2)) > AUDIBLE)
            async with self._changed:
                self._changed.notify_all()


@asynccontextmanager
async def serving(
    speech: Speech, responder: Responder | None = None, **faults: Any
) -> AsyncIterator[str]:
    """A running server: its address."""
    server = Server(API_KEY, speech, responder=responder, faults=Faults(**faults))
    async with TestServer(server.application()) as running:
        yield str(running.make_url("")).rstrip("/")


@asynccontextmanager
async def calling(
    speech: Speech,
    session: dict[str, Any] | None = None,
    responder: Responder | None = None,
    **faults: Any,
) -> AsyncIterator[tuple[Caller, ClientSession, str]]:
    """A server with a call in progress: the caller, an HTTP client, the server's address."""
    async with serving(speech, responder, **faults) as base, ClientSession() as http:
        caller = Caller()
        try:
            await caller.dial(http, base, session or {})
            yield caller, http, base
        finally:
            await caller.hang_up()
