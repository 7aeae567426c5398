"""The way between a browser and what it talks with, which can be cut.

Everything of a call goes through it: requests, WebSockets, and each packet of sound and events.
While it is down nothing passes in either direction, and nobody is told: connections stay open and
silent, packets vanish, and what TCP could not deliver it delivers when the way is there again.
"""

import asyncio
import re
import socket
from collections.abc import Coroutine
from contextlib import suppress
from threading import Thread
from typing import Any

from tests.support.processes import PATIENCE

# How an answer says where to send sound and events. A port of ours has as many digits.
CANDIDATE = re.compile(rb"(a=candidate:\S+ \d+ udp \d+ (\S+)) (\d{5}) typ host", re.I)
LARGEST = 65_536  # bytes

Address = tuple[Any, ...]


class Network:
    """A router in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._is_up = asyncio.Event()
        self._is_up.set()
        self._servers: list[asyncio.Server] = []
        self._sockets: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()

    def way_to(self, port: int) -> int:
        """Give a port from which everything goes on to `port` of this machine."""
        return self._run(self._listen(port))

    def up(self) -> None:
        self._loop.call_soon_threadsafe(self._is_up.set)

    def down(self) -> None:
        self._loop.call_soon_threadsafe(self._is_up.clear)

    def close(self) -> None:
        """Let go of everything."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    async def _listen(self, port: int) -> int:
        async def admit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._tasks.add(task := asyncio.current_task())
            task.add_done_callback(self._tasks.discard)
            with suppress(OSError, asyncio.CancelledError):
                await self._connect(port, reader, writer)

        server = await asyncio.start_server(admit, "127.0.0.1", 0)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _connect(
        self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            await self._is_up.wait()
            answers, onward = await asyncio.open_connection("127.0.0.1", port)
            try:
                await asyncio.gather(self._carry(reader, onward), self._carry(answers, writer))
            finally:
                onward.close()
        finally:
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(LARGEST):
            await self._is_up.wait()
            writer.write(self._with_our_ports(data))
            await writer.drain()
        await self._is_up.wait()
        writer.close()

    def _with_our_ports(self, data: bytes) -> bytes:
        def ours(candidate: re.Match[bytes]) -> bytes:
            begin, host, port = candidate.groups()
            hop = self._hop((host.decode(), int(port)))
            return b"%s %d typ host" % (begin, hop)

        return CANDIDATE.sub(ours, data)

    def _hop(self, target: Address) -> int:
        """Give a port of the same host from which packets go on to `target`, and answers back."""
        front = self._open(target[0])
        front.bind((target[0], 0))
        ways: dict[Address, socket.socket] = {}

        def back(way: socket.socket, source: Address) -> None:
            with suppress(OSError):
                packet = way.recv(LARGEST)
                if self._is_up.is_set():
                    front.sendto(packet, source)

        def forth() -> None:
            with suppress(OSError):
                packet, source = front.recvfrom(LARGEST)
                if source not in ways:
                    ways[source] = self._open(target[0])
                    ways[source].connect(target)
                    self._loop.add_reader(ways[source], back, ways[source], source)
                if self._is_up.is_set():
                    ways[source].send(packet)

        self._loop.add_reader(front, forth)
        return int(front.getsockname()[1])

    def _open(self, host: str) -> socket.socket:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        opened = socket.socket(family, socket.SOCK_DGRAM)
        opened.setblocking(False)
        self._sockets.append(opened)
        return opened

    async def _close(self) -> None:
        self._is_up.set()
        for server in self._servers:
            server.close()
        for each in self._sockets:
            self._loop.remove_reader(each)
            each.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
