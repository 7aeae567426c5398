"""Refusals, in the one shape that the Realtime API uses for them."""

from typing import Any


class ApiError(Exception):
    """A request or event that is refused; the caller can read why and where.

    Args:
        message: One sentence for a person.
        code: The machine-readable reason, such as `unknown_parameter`.
        param: Path of the offending field, such as `session.audio.output.speed`.
        status: The HTTP status, where the refusal answers a request.
    """

    def __init__(
        self, message: str, *, code: str | None = None, param: str | None = None, status: int = 400
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.param = param
        self.status = status

    def as_dict(self) -> dict[str, Any]:
        """The `error` object of a response body or of an `error` event."""
        return {
            "type": "invalid_request_error" if self.status < 500 else "server_error",
            "code": self.code,
            "message": self.message,
            "param": self.param,
        }
