"""The two users of a development run."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from voicechat.models import User


def make() -> list[str]:
    out = StringIO()
    call_command("create_development_users", stdout=out)
    return out.getvalue().splitlines()


def test_it_prints_sign_ins_that_work(db: None, settings: object, client: Client) -> None:
    settings.DEBUG = True
    lines = make()
    assert len(lines) == 2
    for line in lines:
        email, password = line.removeprefix("Sign in: ").split(" / ")
        answer = client.post("/accounts/login/", {"login": email, "password": password})
        assert answer.status_code == 302
        client.logout()
    assert list(User.objects.order_by("email").values_list("is_staff", flat=True)) == [True, False]


def test_a_second_run_makes_no_more_and_says_the_same(db: None, settings: object) -> None:
    settings.DEBUG = True
    assert make() == make()
    assert User.objects.count() == 2


def test_a_password_that_was_changed_is_not_printed(db: None, settings: object) -> None:
    settings.DEBUG = True
    make()
    user = User.objects.get(email="user@example.com")
    user.set_password("another one")
    user.save()
    assert [line.split()[2] for line in make()] == ["admin@example.com"]


def test_a_deployment_locks_them(db: None, settings: object, client: Client) -> None:
    settings.DEBUG = True
    email, password = make()[0].removeprefix("Sign in: ").split(" / ")
    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    assert not client.login(email=email, password=password)


def test_it_never_does_so_in_production(db: None) -> None:
    with pytest.raises(CommandError, match="DEBUG"):
        make()
    assert not User.objects.exists()
