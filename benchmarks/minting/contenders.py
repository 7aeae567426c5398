"""Who mints keys: the provider itself, two that only pass requests on to it, and the site."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load.watch import cpu_seconds
from tests.support.deployment import Deployment, Gunicorn, SmallDeployment
from tests.support.processes import free_port, wait_for_answer

PROXY = Path(__file__).with_name("proxy.mjs")
REDIS = "redis://127.0.0.1:6379/8"
# What the site asks the provider for, more or less: instructions are most of it.
ASKED = {
    "expires_after": {"anchor": "created_at", "seconds": 60},
    "session": {
        "type": "realtime",
        "model": "gpt-realtime",
        "instructions": "Be brief, and be kind. " * 40,
        "audio": {"output": {"voice": "marin"}},
    },
}


@dataclass(frozen=True)
class Contender:
    """One that answers requests for a key.

    Attributes:
        url: Where to post the body to.
        body: What to post.
        people: Who asks; see `tests.support.people`.
        workers: Gives the processes that answer.
        deployment: What the site keeps, where there is something.
    """

    name: str
    url: str
    body: dict[str, Any]
    people: list[dict[str, str]]
    workers: Callable[[], set[int]] = set
    deployment: Deployment | None = None

    def cpu(self) -> float:
        """Processor time of its processes so far, in seconds."""
        return sum(map(cpu_seconds, self.workers()))


@contextmanager
def running(folder: Path, provider: str, count: int, *, large: bool) -> Iterator[list[Contender]]:
    """Have all of them run for `count` people; the provider itself is the first.

    The site runs on SQLite, and if `large` on PostgreSQL and Redis, too; Node only where it is.
    """
    nobody = [{"session": "", "account": ""}] * count
    with ExitStack() as stack:
        small = stack.enter_context(SmallDeployment(folder, provider))
        sites = {"the site on SQLite": small}
        if large:
            (folder / "large").mkdir()
            sites["the site on PostgreSQL, Redis"] = stack.enter_context(
                Deployment("voice_minting", folder / "large", provider, CACHE_URL=REDIS)
            )
        found = [Contender("the provider", f"{provider}/realtime/client_secrets", ASKED, nobody)]
        if shutil.which("node"):
            url, pid = stack.enter_context(_node(small.environment))
            found.append(Contender("Node", url, ASKED, nobody, lambda: {pid}))
        bare = Gunicorn(small.environment, folder / "bare.log", app="benchmarks.minting.bare")
        stack.callback(bare.stop)
        found.append(Contender("bare WSGI", bare.url, ASKED, nobody, lambda: bare.workers))
        found += [_site(name, deployment, count) for name, deployment in sites.items()]
        yield found


def _site(name: str, deployment: Deployment, count: int) -> Contender:
    made = deployment.people(count)
    node = deployment.serve()
    body = {"persona": made["persona"]}
    url = f"{node.url}/api/calls"
    return Contender(name, url, body, made["people"], lambda: node.workers, deployment)


@contextmanager
def _node(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Give the address of the proxy, and its process."""
    port = free_port()
    command, url = ["node", str(PROXY)], f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env={**environment, "PORT": str(port)}) as process:
        try:
            wait_for_answer(url)
            yield url, process.pid
        finally:
            process.terminate()
