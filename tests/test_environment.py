"""The `.env` file of a fresh clone, and what keeps a site from starting."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from realtime_site.dotenv import BASE_DIR, write_env_file
from realtime_site.environment import is_strong

STRONG = "x1y2z3" * 10
ENOUGH = {"SECRET_KEY": STRONG, "ALLOWED_HOSTS": "a.example"}
EXAMPLE = BASE_DIR / ".env.example"


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start a command of the site with nothing but this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_run_writes_a_random_secret_key(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for path in (one, two):
        write_env_file(path, EXAMPLE)
    keys = [re.search(r"^SECRET_KEY=(.+)$", path.read_text(), re.M)[1] for path in (one, two)]
    assert keys[0] != keys[1]
    assert is_strong(keys[0])


def test_an_env_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("mine")
    write_env_file(path, EXAMPLE)
    assert path.read_text() == "mine"


def test_only_the_owner_can_read_the_env_file(tmp_path: Path) -> None:
    write_env_file(tmp_path / ".env", EXAMPLE)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", ["short", "django-insecure-" + STRONG, "a" * 80])
def test_a_weak_key_stops_production_and_not_development(key: str) -> None:
    assert start(SECRET_KEY=key, ALLOWED_HOSTS="a.example").returncode == 1
    assert start(SECRET_KEY=key, DEBUG="on").returncode == 0


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "weak"}, "SECRET_KEY is weak"),
        ({"SECRET_KEY": STRONG}, "ALLOWED_HOSTS is not set"),
        ({**ENOUGH, "DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({**ENOUGH, "CACHE_URL": "nonsense"}, "CACHE_URL"),
        ({**ENOUGH, "EMAIL_VERIFICATION": "perhaps"}, "EMAIL_VERIFICATION"),
        ({**ENOUGH, "REALTIME_BASE_URL": "nonsense"}, "REALTIME_BASE_URL"),
        ({**ENOUGH, "REALTIME_SIGNALLING": "both"}, "REALTIME_SIGNALLING"),
        ({**ENOUGH, "REPLAY_TOKENS": "0"}, "REPLAY_TOKENS"),
        ({**ENOUGH, "HSTS_SECONDS": "long"}, "HSTS_SECONDS"),
    ],
)
def test_a_setting_that_is_wrong_stops_the_start_with_one_line(
    environment: dict[str, str], words: str
) -> None:
    result = start(**environment)
    assert result.returncode == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "OPENAI_API_KEY"])
def test_a_secret_may_be_in_a_file(tmp_path: Path, name: str) -> None:
    values = {**ENOUGH, "DATABASE_URL": "sqlite://:memory:", "OPENAI_API_KEY": "sk-none"}
    path = tmp_path / "secret"
    path.write_text(values.pop(name) + "\n")
    assert start(**values, **{f"{name}_FILE": str(path)}).returncode == 0
    both = start(**values, **{f"{name}_FILE": str(path), name: "something else"})
    assert f"{name} and {name}_FILE are both set" in both.stderr
    path.write_text("\n")
    assert "is an empty file" in start(**values, **{f"{name}_FILE": str(path)}).stderr
    path.unlink()
    missing = start(**values, **{f"{name}_FILE": str(path)})
    assert "cannot be read (FileNotFoundError)" in missing.stderr


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    documented = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.M))
    sources = [
        *BASE_DIR.glob("realtime_site/*.py"),
        *BASE_DIR.glob("*.py"),
        *BASE_DIR.glob("voicechat/localpeer/*.py"),
        *BASE_DIR.glob("voicechat/management/**/*.py"),
    ]
    code = "\n".join(path.read_text() for path in sources)
    read = set(
        re.findall(r"""(?:read|environ(?:ment)?\.get|environ\.setdefault)\(\s*"([A-Z_]+)\"""", code)
    )
    internal = {
        "DJANGO_SETTINGS_MODULE",
        "ENV_FILE",
        "PYTHONPATH",
        "READY_MESSAGE",
        "PROMETHEUS_MULTIPROC_DIR",
    }
    assert documented == read - internal
