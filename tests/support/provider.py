"""The provider's WebSocket, which does as a test has told it."""

import json
import threading
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

PCM = bytes(range(256)) * 100
DONE = {"type": "response.done", "response": {"status": "completed"}}


def sound(pcm: bytes) -> dict[str, str]:
    """The event that carries a piece of sound."""
    return {"type": "response.output_audio.delta", "delta": b64encode(pcm).decode()}


class Provider:
    """Refuses connections, or takes two events and answers them.

    Attributes:
        answer: The events that it sends; text is sent as it is.
        hangs_up: Whether it ends the connection after them.
        refusal: Status, headers and body of the answer to a handshake, if it refuses.
        requests: The handshakes.
        received: The events.
    """

    def __init__(self) -> None:
        self.answer: Iterable[Any] = [sound(PCM[:9600]), sound(PCM[9600:]), DONE]
        self.hangs_up = False
        self.refusal: tuple[int, dict[str, str], str] | None = None
        self.requests: list[Request] = []
        self.received: list[dict[str, Any]] = []
        self.base_url = ""

    def shake_hands(self, line: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        if self.refusal is None:
            return None
        status, headers, body = self.refusal
        size = str(len(body.encode()))
        headers = Headers({**headers, "Content-Length": size, "Connection": "close"})
        return Response(status, HTTPStatus(status).phrase, headers, body.encode())

    def talk(self, line: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            self.received += [json.loads(line.recv()), json.loads(line.recv())]
            for event in self.answer:
                line.send(event if isinstance(event, str) else json.dumps(event))
            if not self.hangs_up:
                line.recv()  # until the client ends it


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that answers at its `base_url`."""
    provider = Provider()
    with serve(provider.talk, "127.0.0.1", 0, process_request=provider.shake_hands) as server:
        provider.base_url = f"http://127.0.0.1:{server.socket.getsockname()[1]}/v1"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
