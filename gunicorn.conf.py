"""How gunicorn serves the site. See `.env.example` for the variables."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

# A setting that is wrong stops the start at once. They are read by another process, so that nothing
# of this version, or of what it is built on, stays in this one, which forks those of the next one.
READ_SETTINGS = """
import json
from os import environ
from realtime_site.settings import METRICS_TOKEN

print(json.dumps({
    "bind": f'{environ.get("HOST", "localhost")}:{environ.get("PORT", "8000")}',
    "workers": int(environ.get("WEB_CONCURRENCY", "2")),
    "threads": int(environ.get("WEB_THREADS", "8")),
    "are_metrics_wanted": bool(METRICS_TOKEN),
}))
"""
reading = subprocess.run(  # noqa: S603  (it is this file that says what is run)
    [sys.executable, "-c", READ_SETTINGS],
    cwd=Path(__file__).parent,
    check=False,
    stdout=subprocess.PIPE,
)
if reading.returncode:  # it has said why
    sys.exit(reading.returncode)
settings = json.loads(reading.stdout)

bind = settings["bind"]
# Media never touches the server: a request waits for one short HTTPS call and writes a few rows,
# so threads are what it needs. Of a start it waits 300 ms for the provider and works for some 15:
# eight threads keep nearly half a core busy with nothing else. More of them take more starts at
# once, but on SQLite wait for its one writer, and in a crowd some in vain.
worker_class = "gthread"
workers = settings["workers"]
threads = settings["threads"]
# By each process for itself, so that a reload brings in another version of the site.
preload_app = False
wsgi_app = "realtime_site.wsgi:application"
timeout = 60  # seconds without a sign of life from a process, not the length of a request
graceful_timeout = 20
keepalive = 15
accesslog = None
loglevel = "warning"
control_socket_disable = True  # nobody here talks to it; one socket less to guard

# This is run again at each reload, when the processes before have figures there already.
if settings["are_metrics_wanted"] and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics_")


def pre_fork(server: object, worker: object) -> None:
    """Have a place for what a process measures, which it cannot serve without."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        Path(folder).mkdir(parents=True, exist_ok=True)


def when_ready(server: object) -> None:
    """Say where the site is, if `manage.py run` left word, now that it answers."""
    print(os.environ.get("READY_MESSAGE", ""), end="", flush=True)


def on_exit(server: object) -> None:
    """Remove what the processes have measured, as the next ones begin at nothing."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        for measured in Path(folder).glob("*.db"):
            measured.unlink()
        with suppress(OSError):  # somebody else has something there
            Path(folder).rmdir()
