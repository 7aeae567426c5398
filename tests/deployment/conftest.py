"""A deployment with two nodes, and browsers that hold no cookies yet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deployment.place import POSTGRESQL, Place, drop_postgresql, empty_postgresql
from tests.support import stand_in
from tests.support.deployment import Deployment, Gunicorn
from tests.support.services import SERVER

METRICS_TOKEN = "for-prometheus-alone"


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("deployment")
    with (
        stand_in.running() as provider,
        Deployment("voice_deployed", folder, provider, METRICS_TOKEN=METRICS_TOKEN) as made,
    ):
        yield made


@pytest.fixture(scope="session")
def nodes(deployment: Deployment) -> tuple[Gunicorn, Gunicorn]:
    return deployment.serve(), deployment.serve()


@pytest.fixture(scope="session")
def people(deployment: Deployment) -> dict[str, Any]:
    """People who are signed in, and whom they may talk with."""
    return deployment.people(4)


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def place(deployment: Deployment, tmp_path: Path, database: str) -> Iterator[Place]:
    """A folder with the site in it, and an empty database of its own."""
    urls = {"SQLite": f"sqlite:///{tmp_path}/db.sqlite3", "PostgreSQL": f"{SERVER}/{POSTGRESQL}"}
    empty_postgresql()
    yield Place(tmp_path, deployment.environment | {"DATABASE_URL": urls[database]})
    drop_postgresql()
