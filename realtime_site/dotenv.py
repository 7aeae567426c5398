"""Writes the `.env` file of a fresh clone: `python -m realtime_site.dotenv`.

Runs before anything is installed, so it needs nothing but Python.
"""

import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def write_env_file(path: Path, example: Path) -> None:
    """Write `path` from `example` with a random secret key, unless it exists already."""
    if path.exists():
        return
    text = example.read_text(encoding="utf-8")
    # 64 bytes give 86 characters.
    text = text.replace("\nSECRET_KEY=\n", f"\nSECRET_KEY={secrets.token_urlsafe(64)}\n")
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_env_file(BASE_DIR / ".env", BASE_DIR / ".env.example")
