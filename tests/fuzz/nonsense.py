"""Requests that no browser of ours would send, from a seed."""

import json
import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

TEXTS = (
    "", " ", "\x00", "a\x00b", "\ud800", "\u202eevil", "🦊" * 30, "é" * 300, "x" * 5_000, "'", '"',
    "<script>", "{{ 7*7 }}", "../../etc/passwd", "%00", "%", "\\", "\r\nX: y", "null", "-1", "0",
    "1e999", "NaN", "9" * 30, "2026-02-30", "0000-00-00", "9999-12-31", "2026-05", "2026-13", "on",
    "marin", "gpt-realtime-2.1", "server_vad", "md", "txt", "vtt", "json", "user", "final", "now",
)  # fmt: skip
NUMBERS = (0, 1, -1, 2**31, 2**63, 2**64, -(2**63) - 1, 1e308, 0.5, float("nan"), float("inf"))
METHODS = ("GET", "GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FOO")
KINDS = (
    "application/json", "application/x-www-form-urlencoded", "text/plain", "application/sdp",
    "multipart/form-data; boundary=b", "application/json; charset=utf-16", "", "nonsense",
)  # fmt: skip


@dataclass
class Nonsense:
    """One request."""

    method: str
    path: str
    body: bytes
    kind: str
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.kind} {self.headers} {self.body[:300]!r}"


class Source:
    """Makes them up: some near what is asked for, some far from it.

    `names` are fields that forms, queries and bodies have, `ids` are those of real things.
    """

    def __init__(self, seed: int, names: list[str], ids: list[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311  (to be the same again, not secret)
        self.names = names
        self.ids = ids

    def request(self, addresses: list[str]) -> Nonsense:
        """Make one up, for one of these addresses or something like it."""
        path = self.random.choice(addresses)
        if self.random.random() < 0.2:
            path = self._bent(path)
        if self.random.random() < 0.5:
            pairs = (f"{name}={quote(self._text(), errors='replace')}" for name in self._some())
            path += "?" + "&".join(pairs)
        kind = self.random.choice(KINDS)
        headers = {"X-Account": self._header(), "Accept-Language": self._header()}
        if self.random.random() < 0.3:
            headers |= {"X-Part": self._header(), "If-None-Match": self._header()}
        return Nonsense(self.random.choice(METHODS), path, self._body(kind), kind, headers)

    def _bent(self, path: str) -> str:
        parts = path.strip("/").split("/")
        place = self.random.randrange(len(parts))
        parts[place] = quote(self._text(), errors="replace")[:500]
        return "/" + "/".join(parts) + "/" * path.endswith("/")

    def _body(self, kind: str) -> bytes:
        if self.random.random() < 0.1:
            return self.random.randbytes(self.random.choice((1, 50, 3_000)))
        if "json" in kind:
            text = json.dumps(self._object(3))
            return text.encode("utf-16" if "utf-16" in kind else "utf-8")
        if "multipart" in kind:
            parts = (
                f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="f"\r\n\r\n'
                f"{self._text()}\r\n"
                for name in self._some()
            )
            return ("".join(parts) + "--b--\r\n").encode(errors="replace")
        pairs = (f"{name}={quote(self._text(), errors='replace')}" for name in self._some())
        return "&".join(pairs).encode()

    def _some(self) -> list[str]:
        return self.random.choices(self.names, k=self.random.randrange(6))

    def _object(self, depth: int) -> dict[str, Any]:
        return {name: self._value(depth) for name in self._some()}

    def _value(self, depth: int) -> Any:
        if depth and self.random.random() < 0.4:
            inner = [self._object(depth - 1) for _ in range(self.random.randrange(4))]
            return self.random.choice([inner, self._object(depth - 1)])
        known = [
            self._text(),
            self.random.choice(NUMBERS),
            True,
            None,
            self.random.choice(self.ids),
        ]
        return self.random.choice(known)

    def _text(self) -> str:
        return self.random.choice((*TEXTS, self.random.choice(self.ids)))

    def _header(self) -> str:
        text = self._text().replace("\r", "").replace("\n", "").replace("\x00", "")
        return text.encode("latin-1", "replace").decode("latin-1")[:300]
