"""What of models and voices an admin has to see to, and how urgent it is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

SOON = timedelta(days=60)


class Trouble(Enum):
    """What is the matter with a model or a voice."""

    SHUTS_DOWN = "shuts_down"
    HAS_SHUT_DOWN = "has_shut_down"
    MODEL_GONE = "model_gone"
    VOICE_GONE = "voice_gone"


@dataclass(frozen=True, kw_only=True)
class ModelState:
    """What a model's row says; `is_available` is the admin's word, whatever the day."""

    name: str
    is_available: bool
    shuts_down_on: date | None


@dataclass(frozen=True, kw_only=True)
class Use:
    """Who uses a model or a voice: so many personas, and settings of the site by their names."""

    personas: int = 0
    settings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.personas or self.settings)


@dataclass(frozen=True, kw_only=True)
class Care:
    """One thing to see to; `days` until a model shuts down, where it will."""

    trouble: Trouble
    name: str
    use: Use
    day: date | None = None
    days: int = 0


def shutdown(model: ModelState, today: date) -> Trouble | None:
    """Say whether a model shuts down so soon that one has to do something, or did already."""
    day = model.shuts_down_on
    if day is None or day > today + SOON:
        return None
    return Trouble.SHUTS_DOWN if day > today else Trouble.HAS_SHUT_DOWN


def look_after(
    models: Iterable[ModelState],
    voices: Iterable[str],
    *,
    models_used: Mapping[str, Use],
    voices_used: Mapping[str, Use],
    today: date,
) -> list[Care]:
    """Give what has to be seen to, the most urgent first.

    `voices` are those that are available. What nobody uses and nobody can choose is of no concern.
    """
    known = {model.name: model for model in models}
    cares = [
        *(_of_model(model, models_used.get(name, Use()), today) for name, model in known.items()),
        *(
            Care(trouble=Trouble.MODEL_GONE, name=name, use=use)
            for name, use in models_used.items()
            if name not in known and use.personas  # the list is of models for personas
        ),
        *(
            Care(trouble=Trouble.VOICE_GONE, name=name, use=use)
            for name, use in voices_used.items()
            if name not in set(voices)
        ),
    ]
    found = [care for care in cares if care is not None]
    return sorted(found, key=lambda care: (care.day or today, care.name))


def _of_model(model: ModelState, use: Use, today: date) -> Care | None:
    trouble = shutdown(model, today)
    if trouble is Trouble.SHUTS_DOWN and (use or model.is_available):
        day = model.shuts_down_on
        days = (day - today).days if day else 0
        return Care(trouble=trouble, name=model.name, use=use, day=day, days=days)
    if trouble is Trouble.HAS_SHUT_DOWN and use:
        return Care(trouble=trouble, name=model.name, use=use, day=model.shuts_down_on)
    if not model.is_available and use.personas:
        return Care(trouble=Trouble.MODEL_GONE, name=model.name, use=use)
    return None
