"""A site on each database, a local peer and people, with a network between them that can fail.

With `--table PAGE` what came out is written into the table on that page.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.faults.network import Network
from tests.faults.person import Person
from tests.faults.results import COLUMNS, Outcomes
from tests.faults.sites import LockablePostgreSQLSite, LockableSite, SQLiteSite
from tests.support.processes import Peer
from tests.support.services import absence
from tests.support.speech import speech_wav

DATABASES = COLUMNS[:1] if absence() else COLUMNS
outcomes = Outcomes()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--table", type=Path, help="a page to write the table of results into")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have each report say where it belongs in the table."""
    for item in items:
        if mark := item.get_closest_marker("fault"):
            path, line, _ = item.location
            cell = [[path, line], *mark.args, item.callspec.params["_site"]]
            item.user_properties.append(("cell", cell))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    for name, cell in report.user_properties:
        if name == "cell" and report.outcome != "rerun":  # what is tried again says nothing yet
            outcomes.note(*cell, has_passed=report.passed)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table; in CI the page has to say already what came out."""
    page = session.config.option.table
    if page and DATABASES == COLUMNS and not hasattr(session.config, "workerinput"):
        has_changed = outcomes.write(page)
        if has_changed and os.environ.get("CI"):
            print(f"{page} said otherwise.")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def network() -> Iterator[Network]:
    network = Network()
    yield network
    network.close()


@pytest.fixture(scope="session")
def _peer() -> Iterator[Peer]:
    peer = Peer()
    yield peer
    peer.stop()


@pytest.fixture
def peer(_peer: Peer) -> Iterator[Peer]:
    """The local peer, without faults."""
    _peer.ensure()
    yield _peer
    _peer.fail()


# Each of two workers has one database.
@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in DATABASES],
)
def _site(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    network: Network,
    _peer: Peer,
) -> Iterator[LockableSite]:
    folder = tmp_path_factory.mktemp("site")
    peer_url = f"http://127.0.0.1:{network.way_to(_peer.port)}/v1"
    settings = {"REALTIME_BASE_URL": peer_url, "LOCALPEER_API_KEY": _peer.key}
    if request.param == "SQLite":
        site = SQLiteSite(folder / "site.sqlite3", **settings)
    else:
        site = LockablePostgreSQLSite(folder / "faults", **settings)
        site.create_database()
    site.url = f"http://localhost:{network.way_to(site.port)}"
    site.start()
    yield site
    site.stop()
    if isinstance(site, LockablePostgreSQLSite):
        site.drop_database()


@pytest.fixture
def site(_site: LockableSite, peer: Peer, network: Network) -> Iterator[LockableSite]:
    """The site, with nothing said on it yet, and a network that is up."""
    if _site.process.poll() is not None:
        _site.start()
    _site.forget()
    yield _site
    network.up()


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spoken sentence, for a microphone."""
    return speech_wav(tmp_path_factory.mktemp("voice") / "sentence.wav")


@pytest.fixture
def new_person(
    playwright: Playwright, site: LockableSite, voice: Path, tmp_path: Path
) -> Iterator[Callable[..., Person]]:
    """Make somebody who says the sentence once, or again and again."""
    people: list[Person] = []

    def new(*, again_and_again: bool = False) -> Person:
        heard = str(voice) if again_and_again else f"{voice}%noloop"
        people.append(Person(playwright.chromium, tmp_path / f"profile_{len(people)}", heard, site))
        return people[-1]

    yield new
    for person in people:
        person.close()
    assert not [error for person in people for error in person.exceptions]


@pytest.fixture
def person(new_person: Callable[..., Person]) -> Person:
    """Somebody who says the sentence once, on the call page."""
    person = new_person()
    person.visit()
    return person
