"""The requests that carry the API key."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicechat.realtime.client import RealtimeClient
from voicechat.realtime.errors import ProviderDownError, RateLimitedError
from voicechat.realtime.session import JSON


class Provider(http.server.BaseHTTPRequestHandler):
    """Answers with a secret, and remembers who asked over which connection."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, int]] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.headers["Authorization"], self.client_address[1]))
        body = b'{"value": "ek_1", "expires_at": 1900000000}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Iterator[str]:
    Provider.seen.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


def mint(client: RealtimeClient) -> JSON:
    return client.mint_client_secret({"type": "realtime"}, safety_identifier="abc", seconds=60)


def test_connections_are_kept(provider: str) -> None:
    client = RealtimeClient(provider, "sk-1")
    for _ in range(3):
        mint(client)
    client.close()
    assert len({port for _, port in Provider.seen}) == 1


def test_a_netrc_file_does_not_replace_the_key(
    provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    client = RealtimeClient(provider, "sk-1")
    mint(client)
    client.close()
    assert Provider.seen[0][0] == "Bearer sk-1"


def test_a_provider_that_is_not_there_is_down() -> None:
    with pytest.raises(ProviderDownError):
        mint(RealtimeClient("http://127.0.0.1:9/v1", "sk-1"))


def test_neither_secrets_nor_messages_of_the_provider_show_in_a_repr(provider: str) -> None:
    client = RealtimeClient(provider, "sk-1")
    secret = mint(client)
    client.close()
    assert "ek_1" not in repr(secret)
    assert "sk-1" not in repr(vars(client))
    assert str(RateLimitedError("HTTP 429", 3)) == "HTTP 429"
