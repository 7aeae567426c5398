"""Who may do what: the API key opens everything, an ephemeral key the sessions it was made for."""

import hmac

from .client_secrets import ClientSecret, ClientSecrets
from .errors import ApiError
from .settings import Settings


class Access:
    """The keys that this server knows."""

    def __init__(self, api_key: str) -> None:
        self._api_key = api_key.encode()
        self._secrets = ClientSecrets()

    def is_api_key(self, key: str) -> bool:
        """Whether `key` is the API key."""
        return hmac.compare_digest(key.encode("utf-8", "surrogateescape"), self._api_key)

    def require_api_key(self, key: str) -> None:
        """Lets only the API key pass.

        Raises:
            ApiError: `key` is another (401).
        """
        if not self.is_api_key(key):
            raise ApiError("Incorrect API key provided.", code="invalid_api_key", status=401)

    def mint(self, session: Settings, seconds: int) -> ClientSecret:
        """Returns a new ephemeral key."""
        return self._secrets.mint(session, seconds)

    def session_of(self, key: str) -> Settings | None:
        """The settings that an ephemeral key stands for; None for the API key, which has none.

        Raises:
            ApiError: The key is neither, or has expired (401).
        """
        return None if self.is_api_key(key) else self._secrets.redeem(key)
