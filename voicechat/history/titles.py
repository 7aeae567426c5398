"""Titles: of one line, and made from what was said where a person gave none. Pure."""

import re
import unicodedata

MAX_TITLE = 200  # characters
NOT_OF_A_LINE = ("Cc", "Cs", "Zl", "Zp")  # controls, lone surrogates, ends of lines and paragraphs
# They turn the direction of all that follows, beyond the words that they stand in.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """Write a text on one line, with nothing in it that reaches beyond its words."""
    words = DIRECTIONS.sub("", text)
    plain = (" " if unicodedata.category(each) in NOT_OF_A_LINE else each for each in words)
    return " ".join("".join(plain).split())
