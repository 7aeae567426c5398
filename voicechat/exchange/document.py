"""Personas as JSON: the one description of them, by which they are written and read. Pure.

`docs/personas.md` explains it, and `docs/personas.schema.json` is made from it. There is no field
for a credential, nor for whose a persona is.
"""

from typing import Annotated, Any, Literal

from pydantic import FailFast, Field

from voicechat.fields import Part, most
from voicechat.models.users import MOST_MINUTES

FORMAT: Literal["voicechat.personas"] = "voicechat.personas"
VERSION: Literal[1] = 1
MOST_PERSONAS, MOST_GROUPS, MOST_SERVERS, MOST_TOOLS = 500, 100, 20, 2_000
MOST_POSITION = 32_767


class McpServerDocument(Part):
    """A server with tools, without what it is signed in to with."""

    label: Annotated[str, most(64)]
    url: Annotated[str, most(500)]
    allowed_tools: Annotated[
        list[Annotated[str, most(128)]],
        FailFast(),
        Field(max_length=MOST_TOOLS, description="Empty: all that the server has."),
    ] = []


class PersonaDocument(Part):
    """A persona that is shared, or could be."""

    name: Annotated[str, most(60, min_length=1)]
    emoji: Annotated[str, most(8)] = ""
    description: Annotated[str, most(200)] = ""
    is_published: bool = False
    groups: Annotated[
        list[Annotated[str, most(150)]],
        FailFast(),
        Field(max_length=MOST_GROUPS, description="Names of those who find it. Empty: everybody."),
    ] = []
    position: Annotated[int, Field(ge=0, le=MOST_POSITION)] = 0
    instructions: Annotated[str, most(16_000, min_length=1)]
    opening_line: Annotated[str, most(500)] = ""
    voice: Annotated[str, most(50)]
    model: Annotated[str, most(100)]
    speed: Annotated[float, Field(ge=0.25, le=1.5, allow_inf_nan=False)] = 1.0
    languages: Annotated[str, most(100, description="Codes such as “en, de”.")] = ""
    turn_detection: Annotated[str, most(20)] = "server_vad"
    noise_reduction: Annotated[str, most(20)] = ""
    reasoning_effort: Annotated[str, most(10)] = ""
    max_minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = 60
    mcp_servers: Annotated[list[McpServerDocument], FailFast(), Field(max_length=MOST_SERVERS)] = []


class _Head(Part):
    format: Literal["voicechat.personas"]
    version: Literal[1]


class Document(_Head):
    """A file of personas."""

    personas: Annotated[list[PersonaDocument], Field(max_length=MOST_PERSONAS)]


class UncheckedDocument(_Head):
    """The same as it comes in: each persona is checked by itself, and one mistake costs one."""

    personas: Annotated[list[dict[str, Any]], FailFast(), Field(max_length=MOST_PERSONAS)]


def document(personas: list[PersonaDocument]) -> str:
    """Write personas as `Document` describes them."""
    whole = Document.model_construct(format=FORMAT, version=VERSION, personas=personas)
    return whole.model_dump_json(indent=2, warnings=False) + "\n"
