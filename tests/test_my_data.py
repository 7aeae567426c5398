"""Who may take away what is theirs, and bring it back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import PASSWORD
from tests.support.archives import fill, unpacked
from voicechat.models import Call, User

PAGES = ["/history/export/", "/account/export/", "/history/import/", "/account/delete/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/")
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("path", PAGES[2:])
def test_what_a_visitor_sends_is_not_even_looked_at(client: Client, alice: User, path: str) -> None:
    answer = client.post(path, {"file": SimpleUploadedFile("a.json", b"{}"), "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/")
    assert User.objects.filter(pk=alice.pk).exists()


@pytest.mark.parametrize("path", PAGES[:2])
def test_others_and_admins_take_only_what_is_their_own(
    as_charlie: Client, as_admin: Client, call: Call, path: str
) -> None:
    fill(call)
    for client in (as_charlie, as_admin):
        files = unpacked(client.get(f"{path}?format=json").getvalue())
        assert not [name for name in files if name.startswith("conversations/")]
        assert b"alice" not in b"".join(files.values())


def test_another_site_imports_nothing(as_alice: Client) -> None:
    as_alice.handler.enforce_csrf_checks = True
    assert as_alice.post("/history/import/", {"file": ""}).status_code == 403
