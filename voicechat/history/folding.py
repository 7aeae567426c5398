"""How words are compared in a search: without case, accents and differences of width. Pure.

The database folds what it keeps by the same patterns, which are therefore written as both
Python's `re` and PostgreSQL understand them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache


def _marks() -> str:
    """Write all combining marks as ranges of a pattern's character class."""
    each_or_space = (
        each if unicodedata.category(each)[0] == "M" else " "
        for each in map(chr, range(0x300, 0x1F000))
    )
    runs = "".join(each_or_space).split()
    return "".join(rf"\U{ord(run[0]):08x}-\U{ord(run[-1]):08x}" for run in runs)


# Accents, and what cannot be seen: soft hyphens, joiners, marks of direction, variation selectors.
_DROPPED_RANGES = (
    r"\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    r"\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
DROPPED = f"[{_DROPPED_RANGES}]"
# Marks are sorted in time that grows with the square of how many follow one another. No script has
# more than this many: Unicode's "Stream-Safe Text Format" (UAX #15) draws the same line. What is
# dropped counts as well, as without it marks would meet. Two of the marks of kana are half as wide.
_MARKS = rf"{_marks()}\uff9e\uff9f{_DROPPED_RANGES}"
TOO_MANY_MARKS = f"([{_MARKS}]{{30}})[{_MARKS}]+"
SPACES = r"[\u0001-\u0020\u007f-\u00a0\u1680\u2028\u2029]+"
# Kana, Han and Hangul. Each is written three times: so even one alone is a trigram.
UNSPACED = r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f])"
TRIPLED = r"\1\1\1"
# Which one also writes so; the last three are apostrophes.
LETTERS = {"ς": "σ", "ß": "ss", "\u2018": "'", "\u2019": "'", "\u02bc": "'"}
# Vowels and last letters of Hangul, which join the letters before them, however they are written.
_HANGUL = (
    r"\u1160-\u11ff\u3133\u3135\u3136\u313a-\u313f\u314f-\u3163"
    r"\uffa3\uffa5\uffa6\uffaa-\uffaf\uffc2-\uffdc"
)
_CLUSTER = re.compile(f".[{_MARKS}{_HANGUL}]{{0,30}}", re.DOTALL)  # short, as they are cached

_TOO_MANY_MARKS, _DROPPED, _SPACES, _UNSPACED = (
    re.compile(each) for each in (TOO_MANY_MARKS, DROPPED, SPACES, UNSPACED)
)
_LETTERS = str.maketrans(LETTERS)


def fold(text: str) -> str:
    """Give a text as it is compared.

    What is a part of a text is, folded, a part of the folded text.
    """
    text = text.replace("\0", " ")  # which PostgreSQL cannot keep
    if text.isascii():
        return _SPACES.sub(" ", text.lower())
    text = _TOO_MANY_MARKS.sub(r"\1", text)
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
    for cluster in _CLUSTER.finditer(text):
        part = _fold_few(cluster[0])
        if part == " " and folded and folded[-1] == " ":
            part = ""
        folded += part
        origins += [cluster.span()] * len(part)
    return "".join(folded), origins


_fold_few = lru_cache(4096)(fold)


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
