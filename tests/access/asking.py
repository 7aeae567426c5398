"""Asking for an address without leaving a trace."""

from copy import deepcopy
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client


def ask(client: Client, method: str, address: str) -> Any:
    """Send an empty body, and leave everything as it was; gives the answer."""
    is_json = address.startswith("/api/")
    kind = "application/json" if is_json else "application/x-www-form-urlencoded"
    cookies = deepcopy(client.cookies)
    cache.clear()
    before = transaction.savepoint()
    client.raise_request_exception = False
    answer = client.generic(method, address, b"{}" if is_json else b"", kind)
    transaction.savepoint_rollback(before)
    client.cookies = cookies
    return answer
