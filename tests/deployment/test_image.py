"""The image, as far as it can be tried without Docker: its steps, in a folder instead of a root.

They make what the image has, and its command serves as a user who may write nowhere.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import yaml

from realtime_site.dotenv import BASE_DIR
from tests.support.deployment import Deployment
from tests.support.processes import free_port, wait_for_answer

pytestmark = pytest.mark.deployed

DOCKERFILE = (BASE_DIR / "Dockerfile").read_text().replace("\\\n", " ")
STEPS = re.findall(r"^([A-Z]+) +(.+)$", DOCKERFILE, re.M)
BUILD = STEPS[: [verb for verb, _ in STEPS].index("FROM", 1)]
SERVED = dict(STEPS[len(BUILD) :])
UID = int(SERVED["USER"])
# Root's own Python may be where nobody else may look.
PYTHON = "/usr/bin/python3" if os.geteuid() == 0 else sys.executable
VENV = f"{PYTHON} -m venv"
PLAIN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


@pytest.fixture(scope="module")
def app() -> Iterator[Path]:
    """What the image has at /app, made by the steps of its first stage."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        for verb, what in BUILD:
            if verb == "RUN":
                command = what.replace("/app", folder).replace("python -m venv", VENV, 1)
                subprocess.run(command, shell=True, cwd=root, env=PLAIN, check=True)  # noqa: S602
            elif verb == "COPY":
                *sources, target = what.split()
                copy([BASE_DIR / source for source in sources], root / target)
        yield root


def copy(sources: list[Path], target: Path) -> None:
    """Copy as Docker does, without what .dockerignore leaves out."""
    for source in sources:
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)


def test_its_command_serves_as_somebody_who_may_write_nowhere(
    app: Path, deployment: Deployment
) -> None:
    port = free_port()
    own = dict(pair.split("=", 1) for pair in shlex.split(SERVED["ENV"]))
    told = ("DATABASE_URL", "CACHE_URL", "SECRET_KEY", "OPENAI_API_KEY", "REALTIME_BASE_URL")
    given = {name: deployment.environment[name] for name in told}
    environment = PLAIN | own | given | {"ALLOWED_HOSTS": "voice.example.org", "PORT": str(port)}
    command = [part.replace("/app", str(app)) for part in json.loads(SERVED["CMD"])]
    user = {"user": UID, "group": UID, "extra_groups": []} if os.geteuid() == 0 else {}
    with subprocess.Popen(command, cwd=app, env=environment, stderr=subprocess.PIPE, **user) as it:
        address = f"http://127.0.0.1:{port}"
        wait_for_answer(f"{address}/healthz")
        assert requests.get(f"{address}/readyz", timeout=5).json()["ready"]
        by_proxy = {"Host": "voice.example.org", "X-Forwarded-Proto": "https"}
        page = requests.get(f"{address}/accounts/login/", headers=by_proxy, timeout=5)
        assert page.status_code == 200
        sheet = re.search(r'href="(/static/[^"]+\.css)"', page.text)[1]
        assert requests.get(address + sheet, headers=by_proxy, timeout=5).status_code == 200
        it.terminate()
        log = it.stderr.read().decode()
    routes = [json.loads(line).get("route") for line in log.splitlines()]
    assert routes == ["accounts/login/"] + [""] * (len(routes) - 1)


def test_it_is_made_of_what_is_meant_to_be_served(app: Path) -> None:
    assert {path.name for path in app.iterdir()} >= {"staticfiles", "templates", "voicechat"}
    assert not {".env", ".git", "tests", "db.sqlite3"} & {path.name for path in app.iterdir()}
    packages = {path.name for path in app.glob(".venv/lib/*/site-packages/*")}
    assert {"psycopg", "redis", "gunicorn"} <= packages
    assert not {"aiortc", "espeakng_loader", "pytest"} & packages
    assert os.stat(app / "manage.py").st_uid != UID


def test_the_composition_names_settings_that_exist() -> None:
    composed = yaml.safe_load((BASE_DIR / "compose.yaml").read_text())
    documented = set(re.findall(r"^#?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.M))
    names = {name.removesuffix("_FILE") for name in composed["x-site"]["environment"]}
    assert names <= documented
    for service in composed["services"].values():
        assert set(service.get("secrets", [])) <= set(composed["secrets"])
        assert set(service.get("depends_on", {})) <= set(composed["services"])
    assert set(composed["secrets"]) == {
        Path(secret["file"]).name for secret in composed["secrets"].values()
    }


def test_the_proxy_is_set_up_as_the_documents_say() -> None:
    written = (BASE_DIR / "docs" / "deploy.md").read_text()
    [documented] = re.findall(r"```\n(\{\n\tservers.*?)```", written, re.S)
    caddyfile = re.sub(r"^\s*#.*\n", "", (BASE_DIR / "Caddyfile").read_text(), flags=re.M)
    names = {"{$SITE_HOST}": "voice.example.org", "site:8000": "127.0.0.1:8000"}
    for ours, theirs in names.items():
        caddyfile = caddyfile.replace(ours, theirs)
    assert caddyfile == documented
