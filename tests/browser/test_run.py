"""`make run` from its first line to Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from realtime_site.dotenv import BASE_DIR
from tests.support.processes import PATIENCE, Site, environment, wait_until


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site that starts its own local peer."""
    site = Site(tmp_path / "own.sqlite3")
    site.start()
    yield site
    site.stop()


def group(site: Site, *more: str) -> list[int]:
    """The processes that still belong to a run."""
    command = ["pgrep", "-g", str(site.process.pid), *more]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def peers(site: Site) -> list[int]:
    return group(site, "-f", "voicechat.localpeer")


def enforcers(site: Site) -> list[int]:
    return group(site, "-f", "enforce_limits")


@pytest.mark.slow
def test_it_says_how_to_sign_in_and_leaves_nothing_after_ctrl_c(site: Site) -> None:
    assert set(site.sign_ins) == {"admin@example.com", "user@example.com"}
    wait_until(lambda: len(peers(site)) == 2)  # the keeper and the peer that it keeps
    assert len(enforcers(site)) == 1
    site.stop()
    assert site.process.returncode == 0
    wait_until(lambda: group(site) == [])


@pytest.mark.slow
def test_what_runs_beside_a_site_ends_with_one_that_crashed(site: Site) -> None:
    wait_until(lambda: len(peers(site)) == 2)
    for pid in set(group(site)) - set(peers(site)) - set(enforcers(site)):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: peers(site) == enforcers(site) == [])


@pytest.mark.slow
def test_a_peer_that_crashed_is_started_again(site: Site) -> None:
    wait_until(lambda: len(peers(site)) == 2)
    crashed = max(peers(site))
    os.kill(crashed, signal.SIGKILL)
    wait_until(lambda: crashed not in group(site) and len(peers(site)) == 2)


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = subprocess.run(
            [sys.executable, "manage.py", "run"],
            cwd=BASE_DIR,
            env=environment(PORT=taken.getsockname()[1]),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert run.returncode == 1
    assert "Try another port" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
