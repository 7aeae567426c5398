"""Opaque identifiers in the provider's style: `rtc_…`, `item_…`, `ek_…`."""

import secrets
from collections.abc import Callable

NewId = Callable[[str], str]


def new_id(prefix: str) -> str:
    """Returns an unguessable id, such as `item_9fbZ…`."""
    return f"{prefix}_{secrets.token_urlsafe(18)}"
