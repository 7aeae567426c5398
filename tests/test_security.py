"""Headers and addresses of every page."""

import re

import pytest
from django.test import Client

from voicechat.models import Call, User

PAGES = [
    "/",
    "/history/",
    "/personas/",
    "/usage/",
    "/account/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/nowhere/",
]


@pytest.fixture(params=PAGES)
def shown(request: pytest.FixtureRequest, as_alice: Client) -> object:
    return as_alice.get(request.param)


def test_each_page_has_a_strict_policy(shown: object) -> None:
    policy = shown["Content-Security-Policy"]
    assert "unsafe" not in policy
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["connect-src"] == "'self' https://api.openai.com wss://api.openai.com"
    assert directives["frame-ancestors"] == "'none'"
    assert "media-src" not in directives  # calls and samples play streams, not addresses


def test_no_page_has_inline_code_or_asks_a_third_party(shown: object) -> None:
    text = shown.content.decode()
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all("src=" in attributes or "application/json" in attributes for attributes in scripts)
    assert not re.search(r"""\son\w+=|\sstyle=|<style""", text)
    assert not re.search(r"""(?:src|href|action)="(?:https?:)?//""", text)


def test_pages_say_whose_they_are_but_not_to_visitors(
    as_alice: Client, client: Client, alice: User
) -> None:
    account = f'<body data-account="{alice.browser_id}">'
    assert account in as_alice.get("/personas/").content.decode()
    assert "<body>" in client.get("/").content.decode()


def test_the_words_of_the_modules_are_not_shared_between_people(as_alice: Client) -> None:
    words = as_alice.get("/words.js")
    assert words.status_code == 200
    assert words["Content-Type"].startswith("text/javascript")
    assert "private" in words["Cache-Control"]


@pytest.mark.parametrize("path", ["/history/", "/personas/", "/usage/", "/account/"])
def test_a_visitor_is_sent_to_sign_in_and_back(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_signing_in_does_not_lead_to_another_site(client: Client, alice: object) -> None:
    answer = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"login": "alice@example.org", "password": "correct horse battery staple"},
    )
    assert answer["Location"] == "/"


def test_pages_that_only_show_refuse_to_be_posted_to(as_alice: Client, call: Call) -> None:
    for path in ("/", "/history/", f"/history/{call.conversation_id}/", "/personas/"):
        assert as_alice.post(path).status_code == 405


def test_a_page_that_was_refused_says_what_to_do(alice: object) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    refused = client.post("/account/", {"name": "x"})
    assert refused.status_code == 403
    assert b"out of date" in refused.content
