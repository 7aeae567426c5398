"""A folder with the site in it and a database of its own, in which commands are given."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from realtime_site.dotenv import BASE_DIR
from tests.support.deployment import administer

POSTGRESQL = "voice_place"
LINKED = (
    *("manage.py", "gunicorn.conf.py", "realtime_site", "voicechat", "templates", "static"),
    "tests",
)


def commands(title: str, before: str) -> str:
    """The commands of docs/operations.md that stand under a title, after a line that begins so."""
    text = (BASE_DIR / "docs" / "operations.md").read_text()
    section = re.search(rf"^## {title}\n(.*?)(?=^## )", text, re.M | re.S)[1]
    return re.search(rf"^{before}[^\n]*:\n\n```sh\n(.*?)```", section, re.M | re.S)[1]


@dataclass
class Place:
    """The folder, and the environment of the commands."""

    folder: Path
    environment: dict[str, str]

    def __post_init__(self) -> None:
        for name in LINKED:
            (self.folder / name).symlink_to(BASE_DIR / name)
        (self.folder / ".venv").symlink_to(Path(sys.executable).parents[1])

    def run(self, script: str) -> str:
        """Give commands to a shell; raises if one of them fails."""
        done = self._shell(script)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def fails(self, script: str) -> str:
        """Give commands of which one has to fail; gives what that one said."""
        done = self._shell(script)
        assert done.returncode != 0
        return done.stderr

    def python(self, code: str) -> str:
        """Have the site run code."""
        return self.run(f'.venv/bin/python manage.py shell --no-imports -c "{code}"')

    def _shell(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )


def empty_postgresql() -> None:
    """Have an empty database in the place of the one before."""
    drop_postgresql()
    administer(f"CREATE DATABASE {POSTGRESQL}")


def drop_postgresql() -> None:
    """Have none."""
    administer(f"DROP DATABASE IF EXISTS {POSTGRESQL} WITH (FORCE)")
