"""The commands of docs/operations.md, as they stand there, on each database."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.deployment.place import Place, commands, empty_postgresql

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


@contextmanager
def writing(place: Place) -> Iterator[None]:
    """Have somebody write all the time."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WRITE]
    with subprocess.Popen(
        command, cwd=place.folder, env=place.environment, stdout=subprocess.PIPE
    ) as writer:
        writer.stdout.readline()
        threading.Thread(target=writer.stdout.read).start()
        yield
        writer.kill()


def test_what_was_backed_up_while_people_wrote_is_restored(place: Place, database: str) -> None:
    place.run(".venv/bin/python manage.py migrate --verbosity 0")
    place.python(SAY)
    with writing(place):
        place.run(commands("Back up", database))
    empty_postgresql()
    (place.folder / "db.sqlite3").write_bytes(b"ruined")
    place.run(commands("Restore", database))
    assert place.python(READ) == RIGHT
