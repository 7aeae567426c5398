"""What addresses answer with, and what that weighs."""

import urllib.request
from collections.abc import Iterable
from http.client import HTTPResponse


def get(url: str, encoding: str) -> HTTPResponse:
    """Ask for an address as a browser that understands this content encoding."""
    return urllib.request.urlopen(
        urllib.request.Request(url, headers={"Accept-Encoding": encoding})
    )


def weight(urls: Iterable[str]) -> int:
    """The compressed size of what stands at these addresses, in bytes."""
    total = 0
    for url in set(urls):
        with get(url, "br, gzip") as answer:
            total += len(answer.read())
    return total
