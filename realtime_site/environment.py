"""Reads the settings' variables; what is wrong ends the start with one clear line."""

import os
import sys
import warnings
from pathlib import Path
from typing import Any

import environ

from realtime_site.dotenv import BASE_DIR

WEAK_SECRET_KEY = 50  # characters; `check --deploy` warns below the same length

_env = environ.Env()
_env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def read(name: str, kind: str = "str", default: Any = "") -> Any:
    """Read a variable as one of django-environ's kinds ("bool", "list", "db_url", …).

    Or the file that NAME_FILE names, as Docker and systemd hand out secrets. Ends the process when
    it cannot be read so. The value itself may be secret: never show it.
    """
    if path := os.environ.get(f"{name}_FILE"):
        require(not os.environ.get(name), f"{name} and {name}_FILE are both set")
        # Not into os.environ, which other processes inherit.
        _env.ENVIRON = {**os.environ, name: _content(name, path)}
    try:
        with warnings.catch_warnings(action="error"):
            return getattr(_env, kind)(name, default=default)
    except (ValueError, KeyError, Warning, environ.ImproperlyConfigured):
        sys.exit(_line(f"{name} is not understood"))


def _content(name: str, path: str) -> str:
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(_line(f"{name}_FILE cannot be read ({type(error).__name__})"))
    require(content, f"{name}_FILE is an empty file")
    return content


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
