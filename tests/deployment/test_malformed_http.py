"""What is hardly HTTP is refused or dropped, and the node goes on."""

import socket

import pytest
import requests

from tests.support.deployment import Gunicorn

pytestmark = pytest.mark.deployed

HEAD = b"Host: 127.0.0.1\r\nConnection: close\r\n"
MALFORMED = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    "nothing but line ends": b"\r\n\r\n\r\n",
    "no version": b"GET /\r\n" + HEAD + b"\r\n",
    "a version of the future": b"GET / HTTP/9.9\r\n" + HEAD + b"\r\n",
    "a method with a space": b"GE T / HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a NUL in the address": b"GET /\x00 HTTP/1.1\r\n" + HEAD + b"\r\n",
    "an address that is no UTF-8": b"GET /%ff%fe\xff HTTP/1.1\r\n" + HEAD + b"\r\n",
    "an address without end": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    "another site's address": b"GET http://evil.example/ HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a header without end": b"GET / HTTP/1.1\r\n" + HEAD + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
    "a thousand headers": b"GET / HTTP/1.1\r\n" + HEAD + b"X: y\r\n" * 1_000 + b"\r\n",
    "a header without a name": b"GET / HTTP/1.1\r\n" + HEAD + b": x\r\n\r\n",
    "a header with a NUL": b"GET / HTTP/1.1\r\n" + HEAD + b"X: a\x00b\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\n" + HEAD + b"X: a\r\n b\r\n\r\n",
    "a header with an underscore": b"GET / HTTP/1.1\r\n" + HEAD + b"X_FORWARDED_FOR: 1\r\n\r\n",
    "no host": b"GET /accounts/login/ HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: evil.example\r\n" + HEAD + b"\r\n",
    "two lengths": b"POST /api/calls HTTP/1.1\r\n" + HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",  # noqa: E501
    "a negative length": b"POST /api/calls HTTP/1.1\r\n" + HEAD + b"Content-Length: -1\r\n\r\n",
    "a length that is no number": b"POST /api/calls HTTP/1.1\r\n" + HEAD + b"Content-Length: +1\r\n\r\na",  # noqa: E501
    "a length and chunks": b"POST /api/calls HTTP/1.1\r\n" + HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",  # noqa: E501
    "an unknown coding": b"POST /api/calls HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: magic\r\n\r\n",  # noqa: E501
    "chunks of no size": b"POST /api/calls HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",  # noqa: E501
    "less than was announced": b"POST /api/calls HTTP/1.1\r\n" + HEAD + b"Content-Length: 9999\r\n\r\n{",  # noqa: E501
}  # fmt: skip


def answered(node: Gunicorn, data: bytes) -> bytes:
    """Send bytes and no more; gives all that is answered until the connection is closed."""
    with socket.create_connection(("127.0.0.1", node.port), timeout=20) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except TimeoutError:
            raise
        except OSError:  # closed before all had been sent, whichever call finds that out
            return b""


@pytest.fixture(scope="module")
def node(nodes: tuple[Gunicorn, Gunicorn]) -> Gunicorn:
    return nodes[0]


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_malformed_is_refused(node: Gunicorn, kind: str) -> None:
    before = node.workers
    answer = answered(node, MALFORMED[kind])
    statuses = [line[9:12] for line in answer.splitlines() if line.startswith(b"HTTP/1.")]
    assert len(statuses) <= 1  # one request is not taken for two
    assert all(status < b"500" or status == b"501" for status in statuses)
    assert b"Traceback" not in answer
    assert requests.get(f"{node.url}/healthz", timeout=30).text == "alive\n"
    assert node.workers == before
    assert "Traceback" not in node.log.read_text()
