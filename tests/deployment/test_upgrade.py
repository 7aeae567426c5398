"""An early site is brought up to this version, with all that people said on it."""

import re
from pathlib import Path

import psycopg
import pytest

from tests.deployment.place import POSTGRESQL, Place, commands
from tests.support.deployment import Gunicorn
from tests.support.services import SERVER
from tests.support.visitor import Visitor

pytestmark = pytest.mark.deployed

UPGRADE = commands("Upgrade", "3. The database")
EARLY = "0004_records"  # the first that kept what was said
SAY = Path(__file__).with_name("early_site.py")
SESSION = """
from django.test import Client; from voicechat.models import User
client = Client(); client.force_login(User.objects.get(email='early@example.org'))
print(client.cookies['sessionid'].value)
"""


@pytest.fixture
def early(place: Place) -> Place:
    """A site of long ago, on which somebody has talked."""
    place.run(f".venv/bin/python manage.py migrate voicechat {EARLY} --verbosity 0")
    place.run(f".venv/bin/python manage.py shell --no-imports < {SAY}")
    return place


def test_what_was_said_on_an_early_site_is_there_after_an_upgrade(early: Place) -> None:
    early.run(UPGRADE)
    owner = Visitor(early.python(SESSION))
    site = Gunicorn(early.environment, early.folder / "site.log")
    try:
        found = owner.get(f"{site.url}/history/?q=lighthouse").text
        [address] = set(re.findall(r"/history/[0-9a-f-]{36}/", found))
        page = owner.get(site.url + address).text
        usage = owner.get(f"{site.url}/usage/2026-05/").text
    finally:
        site.stop()
    assert "Tell me of the lighthouse" in page
    assert "It stands on a rock" in page
    assert "2 min" in page
    assert "$0.50" in usage
    assert site.log.read_text() == ""


@pytest.mark.parametrize("database", ["PostgreSQL"], indirect=True)
def test_a_step_that_would_have_everybody_wait_gives_up_and_can_be_tried_again(
    early: Place,
) -> None:
    with psycopg.connect(f"{SERVER}/{POSTGRESQL}") as somebody:
        somebody.execute("SELECT 1 FROM voicechat_conversation")  # and is not done yet
        refused = early.fails(UPGRADE)
    assert "lock timeout" in refused
    early.run(UPGRADE)
    assert early.python("from voicechat.models import Turn; print(Turn.objects.count())") == "2"
