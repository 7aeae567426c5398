"""What a person wishes for one call, beside what its persona says. Pure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class CallWishes:
    """How one call is to differ from its persona; None is as the persona has it.

    `turn_detection` is a type of the provider's, or `PUSH_TO_TALK`; `languages` are codes such as
    "en, de"; `instructions` come beside the persona's own.
    """

    voice: str | None = None
    model: str | None = None
    speed: float | None = None
    languages: str | None = None
    turn_detection: str | None = None
    eagerness: str | None = None
    instructions: str = ""

    def of_persona(self) -> dict[str, Any]:
        """Give those that a persona has, too, and that are wished, by field."""
        values = {name: getattr(self, name) for name in ("voice", "model", "speed", "languages")}
        return {name: value for name, value in values.items() if value is not None}
