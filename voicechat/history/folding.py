"""How words are compared in a search: without case, accents and differences of width. Pure.

The database folds what it keeps by the same patterns, which are therefore written as both
Python's `re` and PostgreSQL understand them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Accents, and what cannot be seen: soft hyphens, joiners, marks of direction.
DROPPED = r"[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
SPACES = r"[\u0001-\u0020\u007f-\u00a0\u1680\u2028\u2029]+"
# Kana, Han and Hangul. Each is written three times: so even one alone is a trigram.
UNSPACED = r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f])"
TRIPLED = r"\1\1\1"
LETTERS = {"ς": "σ", "ß": "ss"}  # which one also writes so

_DROPPED, _SPACES, _UNSPACED = (re.compile(each) for each in (DROPPED, SPACES, UNSPACED))
_LETTERS = str.maketrans(LETTERS)


def fold(text: str) -> str:
    """Give a text as it is compared.

    What is a part of a text is, folded, a part of the folded text.
    """
    text = text.replace("\0", " ")  # which PostgreSQL cannot keep
    if text.isascii():
        return _SPACES.sub(" ", text.lower())
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFKC", text.lower().translate(_LETTERS))
    return _UNSPACED.sub(TRIPLED, _SPACES.sub(" ", text))


def spans(text: str, terms: list[str]) -> list[tuple[int, int]]:
    """Find folded terms in a text; give where each place begins and ends, in order, apart."""
    folded, origins = _traced(text)
    found = []
    for term in filter(None, terms):
        at = folded.find(term)
        while at >= 0:
            end = at + len(term)
            found.append((origins[at][0], origins[end - 1][1]))
            at = folded.find(term, end)
    return list(_joined(sorted(found)))


def _traced(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold a text; give, too, where in it each character of the folded text comes from."""
    whole = fold(text)
    if text.isascii() and len(whole) == len(text):  # one for one, as most texts are
        return whole, [(at, at + 1) for at in range(len(text))]
    folded: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        part = _fold_few(text[start:end])
        if part == " " and folded and folded[-1] == " ":
            part = ""
        folded += part
        origins += [(start, end)] * len(part)
    return "".join(folded), origins


_fold_few = lru_cache(4096)(fold)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Give the characters, each with the marks and Hangul letters that join it."""
    start = 0
    for at, each in enumerate(text):
        if at > start and not _joins(each):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _joins(each: str) -> bool:
    return each > "\u02ff" and (
        unicodedata.category(each)[0] == "M" or "\u1160" <= each <= "\u11ff"
    )


def _joined(found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Make one of places that overlap or touch."""
    start = end = -1
    for next_start, next_end in found:
        if next_start > end:
            if end > 0:
                yield start, end
            start = next_start
        end = max(end, next_end)
    if end > 0:
        yield start, end
