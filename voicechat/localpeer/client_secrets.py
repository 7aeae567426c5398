"""Ephemeral keys: each opens calls with one session's settings until it expires."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from .errors import ApiError
from .ids import new_id
from .settings import Settings
from .validation import fields, integer, one_of

DEFAULT_SECONDS = 600

EXPIRES_AFTER = fields({"anchor": one_of("created_at"), "seconds": integer(10, 7200)})


@dataclass(frozen=True)
class ClientSecret:
    """One ephemeral key.

    Attributes:
        value: The key itself, `ek_…`.
        expires_at: Unix time in seconds.
        session: Settings of the sessions that it opens.
    """

    value: str
    expires_at: int
    session: Settings


class ClientSecrets:
    """The keys that are valid now."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._secrets: dict[str, ClientSecret] = {}

    def mint(self, session: Settings, seconds: int = DEFAULT_SECONDS) -> ClientSecret:
        """Returns a new key for `session` that is good for `seconds`."""
        self._forget_expired()
        secret = ClientSecret(new_id("ek"), int(self._clock()) + seconds, session)
        self._secrets[secret.value] = secret
        return secret

    def redeem(self, value: str) -> Settings:
        """Returns the settings that the key stands for; a key may be redeemed more than once.

        Raises:
            ApiError: The key is unknown or has expired (401).
        """
        self._forget_expired()
        secret = self._secrets.get(value)
        if secret is None:
            message = "The client secret is unknown or has expired."
            raise ApiError(message, code="invalid_api_key", status=401)
        return secret.session

    def _forget_expired(self) -> None:
        now = self._clock()
        self._secrets = {k: s for k, s in self._secrets.items() if s.expires_at > now}
