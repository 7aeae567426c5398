"""Types of what comes from outside, whether a browser reports it or a file holds it."""

from typing import Annotated

from pydantic import Field

MAX_INT = 2**31 - 1

Identifier = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Count = Annotated[int, Field(ge=0, le=MAX_INT)]
