"""The log: a line for each request, and in no line a secret or a word that was said."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import responses
from django.db import IntegrityError
from django.test import Client

from tests.api.test_start_call import ANSWER, MINT
from tests.conftest import PASSWORD
from tests.support.invited import invite
from tests.support.records import turn_json
from voicechat.logs import JSONFormatter, LineFormatter
from voicechat.models import Call, Persona, Share, SiteSettings, Turn, User

PERIOD = timedelta(days=1)
SAID = "the-keeper-of-the-lighthouse"


class Lines(logging.Handler):
    """Keeps what a site writes with LOG_FORMAT=json."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JSONFormatter())
        self.text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(self.format(record))

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What was logged of each request."""
        lines = map(json.loads, self.text)
        return [line for line in lines if line["logger"] == "voicechat.request_log"]


@pytest.fixture
def log() -> Iterator[Lines]:
    """All that anything logs, down to DEBUG."""
    lines, root, requests = Lines(), logging.getLogger(), logging.getLogger("voicechat.request_log")
    before = root.level, requests.level
    root.addHandler(lines)
    root.setLevel(logging.DEBUG)
    requests.setLevel(logging.INFO)
    yield lines
    root.removeHandler(lines)
    root.setLevel(before[0])
    requests.setLevel(before[1])


def test_a_request_is_logged_with_what_it_belongs_to(
    as_alice: Client, alice: User, call: Call, log: Lines
) -> None:
    path = f"/api/calls/{call.pk}/records"
    answer = as_alice.post(
        path, {"turns": []}, content_type="application/json", headers={"X-Request-ID": "proxy-1234"}
    )
    [line] = log.requests
    assert answer["X-Request-ID"] == "proxy-1234" == line["request"]
    assert (line["user"], line["call"]) == (alice.pk, str(call.pk))
    assert (line["method"], line["status"], line["level"]) == ("POST", 200, "INFO")
    assert line["route"] == "api/calls/<uuidstr:call_id>/records"
    assert line["ms"] > 0


def test_an_id_that_could_confuse_a_log_is_not_taken_over(client: Client, log: Lines) -> None:
    for given in ("short", "x" * 65, 'a"},{"level":"ERROR'):
        answer = client.get("/healthz/", headers={"X-Request-ID": given})
        assert answer["X-Request-ID"] != given
    assert len({line["request"] for line in log.requests}) == 3


def test_a_failure_is_logged_with_its_request(
    client: Client, db: None, log: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("by accident")

    monkeypatch.setattr("voicechat.views.call.render", fail)
    client.raise_request_exception = False
    identity = client.get("/")["X-Request-ID"]
    failure = next(line for line in map(json.loads, log.text) if "traceback" in line)
    assert (failure["request"], failure["level"]) == (identity, "ERROR")
    assert "by accident" in failure["traceback"]


def test_what_a_database_refuses_is_not_logged(call: Call, log: Lines) -> None:
    try:
        Turn.objects.create(
            conversation=call.conversation, call=call, position=1, role="nobody", text=SAID
        )
    except IntegrityError:
        logging.getLogger("voicechat").exception("refused")
    line = log.text[-1]
    assert "turn_role_is_known" in json.loads(line)["traceback"]
    assert SAID not in line


def test_no_line_has_a_secret_or_a_word_that_was_said(
    client: Client, alice: User, call: Call, juniper: Persona, log: Lines
) -> None:
    SiteSettings.objects.create(sharing_is_allowed=True)
    share, invitation = Share.make(call.conversation, PERIOD), invite(alice)
    with responses.RequestsMock() as provider:
        provider.post(MINT, json=ANSWER)
        provider.post(MINT, status=401, json={"error": {"message": f"Bad key sk-for-tests {SAID}"}})
        client.post("/accounts/login/", {"login": alice.email, "password": f"not {PASSWORD}"})
        client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
        session = client.cookies["sessionid"].value
        for body in ({"persona": juniper.pk}, {"persona": juniper.pk}, {"persona": SAID}):
            client.post("/api/calls", body, content_type="application/json")
        for turns in ([turn_json(text=SAID)], [turn_json(text=SAID, role="nobody")], SAID):
            path = f"/api/calls/{call.pk}/records"
            client.post(path, {"turns": turns}, content_type="application/json")
    client.get("/history/", {"q": SAID})
    client.get(f"/history/{call.conversation_id}/", {"q": SAID})
    client.get(f"/{SAID}/", {"q": SAID})
    client.get(f"/shared/{share.token}/")
    client.get(f"/shared/{share.token[:-1]}/")
    client.get(f"/invitations/{invitation.token}/")
    text = "\n".join(log.text).replace(f"Not Found: /{SAID}/", "")  # it is an address, too
    assert len(log.requests) == 14
    secrets = [SAID, PASSWORD, session, ANSWER["value"], "sk-for-tests", share.token[:-1]]
    assert [secret for secret in [*secrets, invitation.token] if secret in text] == []


@pytest.mark.parametrize("formatter", [LineFormatter, JSONFormatter])
@pytest.mark.parametrize(
    "where",
    ["/shared/", "/invitations/", "/accounts/confirm-email/", "/accounts/password/reset/key/"],
)
def test_what_a_link_is_known_by_stands_in_no_log(
    where: str, formatter: type[logging.Formatter]
) -> None:
    words = ("%s: %s", "Not Found", f"{where}a-token_of:this/?page=2")
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, words[0], words[1:], None)
    written = formatter().format(record)
    assert f"Not Found: {where}…/?page=2" in written
    assert "token" not in written
    assert record.args == words[1:]  # others who are told get what was logged
