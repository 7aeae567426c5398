"""The commands of docs/operations.md, as they stand there, on each database."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from realtime_site.dotenv import BASE_DIR
from tests.support.deployment import Deployment, administer
from tests.support.services import SERVER

pytestmark = pytest.mark.deployed

SAY = """
from voicechat.models import *; from tests.support.records import turn
user = User.objects.create_user('owner@example.org', 'a long password')
persona = Persona.objects.get(name='Juniper')
call = Conversation.begin(user, persona, persona.session_settings())
call.store(turns=[turn(str(n), position=n, text=f'Line {n} of the sea') for n in range(50)])
"""
READ = """
from voicechat.models import *
print([text for text in Turn.objects.order_by('position').values_list('text', flat=True)])
print(Conversation.objects.get().owner.check_password('a long password'))
"""
WRITE = """
from django.contrib.sessions.backends.db import SessionStore
while True:
    SessionStore().create()
    print('written', flush=True)
"""
RIGHT = f"{[f'Line {number} of the sea' for number in range(50)]}\nTrue"


def commands(title: str, database: str) -> str:
    """The block of commands for a database under a title of the document."""
    text = (BASE_DIR / "docs" / "operations.md").read_text()
    section = re.search(rf"^## {title}\n(.*?)(?=^## )", text, re.M | re.S)[1]
    return re.search(rf"^{database}[^\n]*:\n\n```sh\n(.*?)```", section, re.M | re.S)[1]


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def place(deployment: Deployment, tmp_path: Path, database: str) -> "Place":
    """A folder with the site in it, and its own database."""
    for name in ("manage.py", "realtime_site", "voicechat", "templates", "static", "tests"):
        (tmp_path / name).symlink_to(BASE_DIR / name)
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    urls = {"SQLite": f"sqlite:///{tmp_path}/db.sqlite3", "PostgreSQL": f"{SERVER}/voice_restored"}
    return Place(tmp_path, deployment.environment | {"DATABASE_URL": urls[database]})


class Place:
    """A folder in which the commands are given."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, script: str) -> str:
        """Give commands to a shell; raises if one of them fails."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout.strip()

    def python(self, code: str) -> str:
        """Have the site run code."""
        return self.run(f'.venv/bin/python manage.py shell --no-imports -c "{code}"')

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Have somebody write all the time."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITE]
        with subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE
        ) as writer:
            writer.stdout.readline()
            threading.Thread(target=writer.stdout.read).start()
            yield
            writer.kill()


def empty_postgresql() -> None:
    administer("DROP DATABASE IF EXISTS voice_restored WITH (FORCE)")
    administer("CREATE DATABASE voice_restored")


def test_what_was_backed_up_while_people_wrote_is_restored(place: Place, database: str) -> None:
    empty_postgresql()
    place.run(".venv/bin/python manage.py migrate --verbosity 0")
    place.python(SAY)
    with place.writing():
        place.run(commands("Back up", database))
    empty_postgresql()
    (place.folder / "db.sqlite3").write_bytes(b"ruined")
    place.run(commands("Restore", database))
    assert place.python(READ) == RIGHT
    administer("DROP DATABASE IF EXISTS voice_restored WITH (FORCE)")
