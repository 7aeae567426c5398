"""What somebody typed, as terms to look for. Pure."""

import re

from voicechat.history.folding import fold

MOST_CHARACTERS = 200
MOST_TERMS = 10
# A phrase, whose end may still be to come, or a word.
_TERM = re.compile(r'["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+)')


def terms(query: str) -> list[str]:
    """Give the folded words and "quoted phrases" of a query, each of which has to be found.

    Of nothing but quotation marks: these.
    """
    query = query[:MOST_CHARACTERS]
    parts = (fold(phrase or word).strip() for phrase, word in _TERM.findall(query))
    found = list(dict.fromkeys(part for part in parts if part)) or [fold(query).strip()]
    return [term for term in found[:MOST_TERMS] if term]
