"""Text that people write, without what is no text. Pure."""

import re
import unicodedata

NOT_OF_A_LINE = ("Cc", "Cs", "Zl", "Zp")  # controls, lone surrogates, ends of lines and paragraphs
# They turn the direction of all that follows, beyond the words that they stand in.
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")


def one_line(text: str) -> str:
    """Write a text on one line, with nothing in it that reaches beyond its words."""
    words = DIRECTIONS.sub("", text)
    plain = (" " if unicodedata.category(each) in NOT_OF_A_LINE else each for each in words)
    return " ".join("".join(plain).split())


def many_lines(text: str) -> str:
    """Write a text of many lines without what is neither of a line nor the end of one."""
    lines = LINE_ENDS.sub("\n", text)
    return "".join(
        each for each in lines if each in "\n\t" or unicodedata.category(each) not in NOT_OF_A_LINE
    )
