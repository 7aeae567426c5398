"""How gunicorn serves the site. See `.env.example` for the variables."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import realtime_site.environment  # noqa: F401  (puts what stands in .env into os.environ)

bind = f"{os.environ.get('HOST', 'localhost')}:{os.environ.get('PORT', '8000')}"
# Media never touches the server: a request waits for one short HTTPS call and writes a few rows,
# so threads are what it needs.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# Loaded before forking: less memory, and a setting that is wrong stops the start at once.
preload_app = True
wsgi_app = "realtime_site.wsgi:application"
timeout = 60  # seconds without a sign of life from a process, not the length of a request
graceful_timeout = 20
keepalive = 15
accesslog = None
loglevel = "warning"
control_socket_disable = True  # nobody here talks to it; one socket less to guard


def when_ready(server: object) -> None:
    """Say where the site is, if `manage.py run` left word, now that it answers."""
    print(os.environ.get("READY_MESSAGE", ""), end="", flush=True)
