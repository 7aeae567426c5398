"""Types of what comes from outside, whether a browser reports it or a file holds it."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

MAX_INT = 2**31 - 1

Identifier = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Count = Annotated[int, Field(ge=0, le=MAX_INT)]


def most(characters: int, **more: Any) -> Any:
    """Allow so many characters, and any but the one that databases cannot store."""
    return Field(max_length=characters, pattern=r"^[^\x00]*$", **more)


class Part(BaseModel):
    """A part of a file, in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_known(cls, given: Any) -> Any:
        """Tell of unknown fields as of one mistake, however many there are."""
        if isinstance(given, dict) and not given.keys() <= cls.model_fields.keys():
            raise ValueError("has a field that is not known")
        return given
