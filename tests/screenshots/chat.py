"""A language model for the local peer that answers as it is written in `sayings`."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.screenshots.sayings import LIVE

ANSWERS = dict(LIVE.values())
OPENING = "Hello, I'm Juniper. What's on your mind?"


class Model(BaseHTTPRequestHandler):
    """Answers what was asked last; anything else shortly."""

    def do_POST(self) -> None:
        """Stream the answer."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = [message["content"] for message in asked["messages"] if message["role"] == "user"]
        answer = ANSWERS.get(said[-1] if said else "", OPENING)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        chunk = {"choices": [{"delta": {"content": answer}}]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())

    def log_message(self, *args: object) -> None:
        """Say nothing of it."""


@contextmanager
def running() -> Iterator[str]:
    """Have it run; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
