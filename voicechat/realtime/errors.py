"""What can go wrong between us and the Realtime API, one class a thing that a person can do."""


class ProviderError(Exception):
    """The provider did not give what was asked of it. Its text is for the log alone."""


class KeyRefusedError(ProviderError):
    """The API key is wrong, revoked, or may not do this (HTTP 401 or 403)."""


class ModelUnknownError(ProviderError):
    """The model does not exist, or not for this key (HTTP 404, or `model_not_found`)."""


class SessionRefusedError(ProviderError):
    """The provider does not accept a setting of the session (another HTTP 4xx)."""


class SpeechRefusedError(ProviderError):
    """The provider does not speak a text with this model and voice (HTTP 404 or another 4xx)."""


class QuotaExhaustedError(ProviderError):
    """The account behind the key has no credit left (HTTP 429, `insufficient_quota`)."""


class RateLimitedError(ProviderError):
    """Too many requests for now (HTTP 429). `retry_after` is in whole seconds, if known."""

    def __init__(self, message: str, retry_after: int | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ProviderDownError(ProviderError):
    """The provider cannot be reached, or fails on its side (HTTP 5xx)."""


class ProviderTimeoutError(ProviderError):
    """The provider did not answer in time."""


class ProviderNonsenseError(ProviderError):
    """The provider answered with something that is not what it documents."""
