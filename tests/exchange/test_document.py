"""Personas as JSON: the description holds, and stands in the documentation."""

import json
import re
from pathlib import Path

from realtime_site.dotenv import BASE_DIR
from voicechat.exchange.document import Document, document
from voicechat.exchange.importing import document_of
from voicechat.models import Persona

DOCS = Path(BASE_DIR) / "docs"


def test_the_schema_in_the_documentation_is_the_one_that_holds() -> None:
    kept = json.loads((DOCS / "personas.schema.json").read_text())
    assert kept == Document.model_json_schema()


def test_the_example_in_the_documentation_is_a_file_of_personas() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", (DOCS / "personas.md").read_text(), re.DOTALL)
    Document.model_validate_json(example)


def test_the_documentation_names_every_field() -> None:
    text = (DOCS / "personas.md").read_text()
    parts = Document.model_json_schema()["$defs"].values()
    fields = {name for part in parts for name in part["properties"]}
    assert not {name for name in fields if f"`{name}`" not in text}


def test_what_is_written_can_be_read(juniper: Persona) -> None:
    text = document([document_of(juniper)])
    assert Document.model_validate_json(text).personas == [document_of(juniper)]
    assert text == document([document_of(juniper)])
