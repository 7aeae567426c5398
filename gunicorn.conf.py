"""How gunicorn serves the site. See `.env.example` for the variables."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
# Puts what stands in .env into os.environ; and a setting that is wrong stops the start at once.
from realtime_site.settings import METRICS_TOKEN

bind = f"{os.environ.get('HOST', 'localhost')}:{os.environ.get('PORT', '8000')}"
# Media never touches the server: a request waits for one short HTTPS call and writes a few rows,
# so threads are what it needs. Of a start it waits 300 ms for the provider and works for some 40:
# eight threads keep a core busy with nothing else.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
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
if METRICS_TOKEN and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics_")

# Nothing of this version stays here, for the next one to come upon.
for name in [name for name in sys.modules if name.partition(".")[0] == "realtime_site"]:
    del sys.modules[name]


def on_exit(server: object) -> None:
    """Remove what the processes have measured."""
    shutil.rmtree(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""), ignore_errors=True)


def when_ready(server: object) -> None:
    """Say where the site is, if `manage.py run` left word, now that it answers."""
    print(os.environ.get("READY_MESSAGE", ""), end="", flush=True)
