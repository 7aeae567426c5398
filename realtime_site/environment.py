"""Reads the settings' variables; what is wrong ends the start with one clear line."""

import os
import sys
import warnings
from typing import Any

import environ

from realtime_site.dotenv import BASE_DIR

WEAK_SECRET_KEY = 50  # characters; `check --deploy` warns below the same length

_env = environ.Env()
_env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def read(name: str, kind: str = "str", default: Any = "") -> Any:
    """Read a variable as one of django-environ's kinds ("bool", "list", "db_url", …).

    Ends the process when it cannot be read so. The value itself may be secret: never show it.
    """
    try:
        with warnings.catch_warnings(action="error"):
            return getattr(_env, kind)(name, default=default)
    except (ValueError, KeyError, Warning, environ.ImproperlyConfigured):
        sys.exit(_line(f"{name} is not understood"))


def require(holds: object, complaint: str) -> None:
    """End the process unless something holds."""
    if not holds:
        sys.exit(_line(complaint))


def is_strong(secret_key: str) -> bool:
    """Say whether a secret key is long and random enough for production."""
    return (
        len(secret_key) >= WEAK_SECRET_KEY
        and len(set(secret_key)) >= 5
        and not secret_key.startswith("django-insecure-")
    )


def _line(complaint: str) -> str:
    return f"Cannot start: {complaint}. See .env.example."
