"""Notices that a user has said nothing for a while after the assistant has spoken."""


class Idleness:
    """Follows one session, by the clock of its incoming audio."""

    def __init__(self) -> None:
        self._since_ms: int | None = None

    def busy(self) -> None:
        """Somebody is speaking, or about to."""
        self._since_ms = None

    def over(self, now_ms: int, unheard_ms: int, timeout_ms: int) -> int | None:
        """Nobody is speaking; returns since when, in ms, once that is `timeout_ms` ago.

        Args:
            now_ms: Audio received since the call began.
            unheard_ms: How long the client itself will play what it got.
            timeout_ms: How much silence is too much.
        """
        if self._since_ms is None:
            self._since_ms = now_ms + unheard_ms
        if now_ms - self._since_ms < timeout_ms:
            return None
        since_ms, self._since_ms = self._since_ms, None
        return since_ms
