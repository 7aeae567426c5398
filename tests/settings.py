"""The site's settings as the tests use them: nothing of the machine's `.env`, no network."""

import os
import tempfile

os.environ.update(
    ENV_FILE=os.devnull,
    DEBUG="off",
    SECRET_KEY="for-tests-only-" + "0123456789abcdef" * 4,
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    HTTPS_ONLY="off",
    EMAIL_URL="memorymail://",
    OPENAI_API_KEY="sk-for-tests",
)
os.environ.pop("REALTIME_BASE_URL", None)
# The tests of pages run beside a browser's event loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from realtime_site.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # On disk, as in life: in memory, SQLite has other locks.
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": f"{tempfile.gettempdir()}/realtime_site_{os.getpid()}.sqlite3"
    }
if "Redis" in CACHES["default"]["BACKEND"]:  # noqa: F405
    # Each process of the tests has a database of its own there, as it is emptied before each test.
    _address, _, _first = CACHES["default"]["LOCATION"].rpartition("/")  # noqa: F405
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{_address}/{int(_first) + _worker}"  # noqa: F405
STATIC_ROOT = STATICFILES_DIRS[0]  # noqa: F405  (nothing is collected for tests)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
