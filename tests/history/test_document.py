"""A conversation as JSON: the description holds, and stands in the documentation."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pydantic import ValidationError

from realtime_site.dotenv import BASE_DIR
from tests.support.archives import exported, fill
from voicechat.history.export.document import LONGEST_CALL, MOST_CALLS, Document
from voicechat.models import Call
from voicechat.realtime.session import SessionSettings

DOCS = Path(BASE_DIR) / "docs"


def schema() -> dict[str, Any]:
    return Document.model_json_schema()


def test_the_schema_in_the_documentation_is_the_one_that_holds() -> None:
    assert json.loads((DOCS / "conversation.schema.json").read_text()) == schema()


@pytest.fixture
def example() -> dict[str, Any]:
    """The one in the documentation."""
    (example,) = re.findall(r"```json\n(.*?)```", (DOCS / "history.md").read_text(), re.DOTALL)
    return json.loads(example)


def test_the_example_in_the_documentation_is_a_conversation(example: dict[str, Any]) -> None:
    Document.model_validate(example)


def test_the_documentation_names_every_field() -> None:
    text = (DOCS / "history.md").read_text()
    fields = {name for part in schema()["$defs"].values() for name in part.get("properties", ())}
    assert not {name for name in fields if name not in text}


def test_an_export_is_what_the_schema_says_one_value_a_line(as_alice: Client, call: Call) -> None:
    text = exported(as_alice, fill(call)).decode()
    Document.model_validate_json(text)
    given = json.loads(text)["conversation"]
    rows = sum(len(given[name]) for name in ("calls", "turns", "usage"))
    assert text.count("\n") == rows + 19


def test_the_exact_words_are_kept(as_alice: Client, call: Call) -> None:
    turns = json.loads(exported(as_alice, fill(call)))["conversation"]["turns"]
    assert turns[0]["text_as_heard"] == "What colour is the see?"
    assert turns[2]["text"] == "\u202eright to left\u202c \u2066isolate"


def test_settings_that_are_not_all_there_are_filled_in(as_alice: Client, call: Call) -> None:
    call.conversation.settings = {}
    call.conversation.save()
    text = exported(as_alice, call.conversation)
    assert Document.model_validate_json(text).conversation.settings.persona.name == ""


def test_every_setting_of_a_session_is_kept() -> None:
    kept = schema()["$defs"]["SettingsDocument"]["properties"].keys()
    # Tools are the admin's: a person neither takes them away nor brings some along.
    assert kept == {*SessionSettings.__dataclass_fields__, "persona"} - {"tools"}


@pytest.mark.parametrize("text", ["{}", "[]", '{"format": "voicechat.conversation"}'])
def test_anything_else_is_not(text: str) -> None:
    with pytest.raises(ValidationError):
        Document.model_validate_json(text)


@pytest.mark.parametrize("name", ["calls", "turns", "usage"])
def test_many_mistakes_are_told_as_few(example: dict[str, Any], name: str) -> None:
    example["conversation"][name] = [{}] * 9_000
    example["conversation"]["settings"]["languages"] = [0] * 9_000
    with pytest.raises(ValidationError) as caught:
        Document.model_validate(example)
    assert caught.value.error_count() < 20


@pytest.mark.parametrize("place", ["conversation", "settings", "persona"])
def test_many_unknown_fields_are_one_mistake(example: dict[str, Any], place: str) -> None:
    settings = example["conversation"]["settings"]
    parts = {"settings": settings, "persona": settings["persona"], **example}
    parts[place].update({f"field {n}": n for n in range(9_000)})
    with pytest.raises(ValidationError, match="1 validation error"):
        Document.model_validate(example)


def test_no_conversation_lasts_longer_than_databases_keep() -> None:
    assert timedelta(microseconds=2**63 - 1) > MOST_CALLS * LONGEST_CALL
