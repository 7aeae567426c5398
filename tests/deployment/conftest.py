"""A deployment with two nodes, and browsers that hold no cookies yet."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import stand_in
from tests.support.deployment import Deployment, Gunicorn

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
