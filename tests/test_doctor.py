"""`manage.py doctor`: what may be wrong, and what to do."""

import io
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from email.utils import formatdate
from time import time
from typing import Any

import pytest
import requests
import responses
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.support.migrations import take_back_newest_migration
from voicechat.models import Call, SpeechModel

pytestmark = pytest.mark.django_db

BASE = "https://api.openai.com/v1"
MODELS = f"{BASE}/models"


@pytest.fixture
def provider(settings: Any) -> Iterator[responses.RequestsMock]:
    """A provider that has every model, and whose clock is right."""
    wanted = [*SpeechModel.objects.values_list("name", flat=True)]
    names = [*wanted, settings.TRANSCRIPTION_MODEL, settings.SAMPLE_MODEL]
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(MODELS, json={"data": [{"id": name} for name in names]})
        mock.head(BASE, headers={"Date": formatdate(usegmt=True)})
        yield mock


@pytest.fixture(autouse=True)
def _reachable(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that is set up well, on a machine that may look up nothing."""
    settings.HTTPS_ONLY = settings.BEHIND_TLS_PROXY = True
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS = True, 3600
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    local = [(2, 2, 17, "", ("127.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **options: local)
    monkeypatch.setenv("WEB_CONCURRENCY", "1")


def doctor() -> tuple[int, str]:
    """Call the doctor; gives the exit code and what was said."""
    said = io.StringIO()
    try:
        call_command("doctor", stdout=said)
    except SystemExit as error:
        return error.code, said.getvalue()
    return 0, said.getvalue()


def test_a_site_that_is_well_is_told_so(provider: Any) -> None:
    code, said = doctor()
    assert code == 0
    assert {line[0] for line in said.splitlines()} == {"✓"}
    for part in ("accepts the key", "clock is right", "UDP is routed", "Static files", "GiB"):
        assert part in said


@pytest.mark.parametrize(
    ("status", "answer", "remedy"),
    [
        (401, {"error": {"message": "Bad key sk-for-tests"}}, "Set OPENAI_API_KEY"),
        (429, {"error": {"code": "insufficient_quota"}}, "Add credit"),
        (500, {}, "Look at REALTIME_BASE_URL"),
        (200, [], "Look at REALTIME_BASE_URL"),
    ],
)
def test_a_provider_that_refuses_is_a_problem(
    provider: responses.RequestsMock, status: int, answer: Any, remedy: str
) -> None:
    provider.replace("GET", MODELS, json=answer, status=status)
    code, said = doctor()
    assert (code, remedy in said, "sk-for-tests" in said) == (1, True, False)


def test_a_provider_out_of_reach_keeps_no_other_look_from_being_had(
    provider: responses.RequestsMock,
) -> None:
    for method, url in (("GET", MODELS), ("HEAD", BASE)):
        provider.replace(method, url, body=requests.ConnectionError())
    code, said = doctor()
    assert code == 1
    assert "did not give its models: ProviderDownError" in said
    assert "The clock could not be looked at: ProviderDownError." in said
    assert "UDP is routed" in said


def test_a_model_that_the_key_may_not_use_is_named(provider: responses.RequestsMock) -> None:
    SpeechModel.objects.create(name="gpt-of-tomorrow")
    code, said = doctor()
    assert code == 1
    assert said.count("may not use") == 1
    assert "The key may not use gpt-of-tomorrow." in said


@pytest.mark.parametrize(("ahead", "word"), [(120, "slow"), (-120, "fast")])
def test_a_clock_that_is_wrong_is_a_problem(
    provider: responses.RequestsMock, ahead: int, word: str
) -> None:
    date = formatdate(time() + ahead, usegmt=True)
    provider.replace("HEAD", BASE, headers={"Date": date})
    code, said = doctor()
    assert code == 1
    assert f"s {word}.\n  → Have it set by NTP" in said


@pytest.mark.parametrize("was_heard", [True, False])
def test_what_was_not_done_is_missed(provider: Any, call: Call, was_heard: bool) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    Call.objects.update(started_at=long_ago, heard_at=long_ago if was_heard else None)
    call.conversation.__class__.objects.update(deleted_at=long_ago)
    take_back_newest_migration()
    code, said = doctor()
    assert code == 1
    for command in ("migrate", "close_abandoned_calls", "tidy_history"):
        assert f"manage.py {command}`" in said


def test_a_set_up_that_others_could_not_use_is_said(
    provider: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HTTPS_ONLY = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage(1, 1, 1 << 20))
    code, said = doctor()
    assert code == 1
    for words in ("HTTPS_ONLY is off", "E-mails are not sent", "0.0 GiB are left in"):
        assert words in said
    assert "Each of 4 processes" in said or connection.vendor == "postgresql"
