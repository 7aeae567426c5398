"""An update does not cost a word: workers are replaced while browsers post."""

import shutil
import threading
from pathlib import Path
from typing import Any

import csp
import pytest
import requests

from realtime_site.dotenv import BASE_DIR
from tests.deployment.place import Place
from tests.support.deployment import Deployment, Gunicorn
from tests.support.records import turn_json
from tests.support.visitor import Visitor

pytestmark = pytest.mark.deployed

RELOADS = 3
TEXTS = "SELECT text FROM voicechat_turn WHERE text LIKE 'Reloading%'"


@pytest.mark.parametrize("database", ["SQLite"], indirect=True)
def test_a_reload_brings_in_another_version(place: Place) -> None:
    (place.folder / "voicechat").unlink()
    shutil.copytree(BASE_DIR / "voicechat", place.folder / "voicechat")
    shutil.copytree(Path(csp.__file__).parent, place.folder / "csp")
    place.run(".venv/bin/python manage.py migrate --verbosity 0")
    (place.folder / ".env").write_text("")
    environment = {**place.environment, "ENV_FILE": f"{place.folder}/.env"}
    node = Gunicorn(environment, place.folder / "site.log", place.folder)
    try:
        before = served(node)
        assert before[:2] == ("alive\n", "'none'")
        assert before[2].startswith("'self' http://")
        change(place.folder / "voicechat" / "health.py", "alive\\n", "reborn\\n")
        change(place.folder / "csp" / "constants.py", "'none'", "'new'")  # which settings import
        (place.folder / ".env").write_text("REALTIME_SIGNALLING=server\n")
        node.reload()
        assert served(node) == ("reborn\n", "'new'", "'self'")
    finally:
        node.stop()


def change(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text().replace(old, new))


def served(node: Gunicorn) -> tuple[str, str, str]:
    """Give something of the site, of a package below it, and of its settings."""
    policy = requests.get(node.url, timeout=30).headers["Content-Security-Policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    alive = requests.get(f"{node.url}/healthz", timeout=30).text
    return alive, parts["default-src"], parts["connect-src"]


def test_no_post_is_lost_or_refused_while_workers_are_replaced(
    deployment: Deployment, people: dict[str, Any]
) -> None:
    node = deployment.serve()
    is_over = threading.Event()
    answers: list[int | str] = []
    sent: list[str] = []

    def talk(person: dict[str, str]) -> None:
        browser = Visitor(person["session"])
        call = browser.post(f"{node.url}/api/calls", {"persona": people["persona"]}).json()
        number = 0
        while not is_over.is_set():
            number += 1
            text = f"Reloading: {person['account']} {number}"
            turn = turn_json(f"item_{number}", position=number, text=text)
            try:
                answer = browser.post(node.url + call["records_url"], {"turns": [turn]})
                answers.append(answer.status_code)
                sent.append(text)
            except requests.ConnectionError as error:
                answers.append(repr(error))

    talkers = [threading.Thread(target=talk, args=[person]) for person in people["people"][1:]]
    for talker in talkers:
        talker.start()
    for _ in range(RELOADS):
        seen = len(answers)
        node.reload()
        assert len(answers) > seen
    is_over.set()
    for talker in talkers:
        talker.join()
    assert set(answers) == {200}
    assert sorted(sent) == sorted(text for (text,) in deployment.rows(TEXTS))
