"""A node tells of all its processes, whichever of them is asked."""

import pytest
import requests

from tests.deployment.conftest import METRICS_TOKEN
from tests.support.deployment import Deployment, Gunicorn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.deployed

COUNTED = 'voice_request_seconds_count{method="GET",route="/accounts/signup/",status="200"}'


def counted(node: Gunicorn) -> float:
    answer = requests.get(
        f"{node.url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}, timeout=30
    )
    assert answer.status_code == 200
    found = [line for line in answer.text.splitlines() if line.startswith(COUNTED)]
    return sum(float(line.rpartition(" ")[2]) for line in found)


def test_requests_are_counted_over_all_processes_and_reloads(deployment: Deployment) -> None:
    node = deployment.serve()
    for _ in range(20):
        Visitor().get(f"{node.url}/accounts/signup/")
    assert [counted(node) for _ in range(5)] == [20] * 5
    node.reload()
    Visitor().get(f"{node.url}/accounts/signup/")
    assert counted(node) == 21
    assert node.log.read_text() == ""
