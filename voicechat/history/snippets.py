"""What was found, in its context. Pure."""

from typing import NamedTuple

from voicechat.history.folding import fold, spans

BEFORE, AFTER = 60, 140  # characters of the context
# Of a long text so many characters are looked at closely, as that takes a while for each of them.
WINDOW = 2_000


class Piece(NamedTuple):
    """A part of a text, and whether it is what was searched for."""

    text: str
    is_match: bool


def highlighted(text: str, terms: list[str]) -> list[Piece]:
    """Cut a text where folded terms begin and end in it."""
    return _cut(text, spans(text, terms), 0, len(text))


def snippet(text: str, terms: list[str]) -> list[Piece]:
    """Do the same with the surroundings of the first place; what is left out is an ellipsis."""
    skipped = _window(text, terms)
    part = text[skipped : skipped + WINDOW + AFTER]
    places = spans(part, terms)
    first, first_end = places[0] if places else (0, 0)
    start = _word_start(part, max(0, first - BEFORE), first)
    end = _word_end(part, min(len(part), first + AFTER), first_end)
    pieces = _cut(part, places, start, end)
    before = [Piece("… ", False)] if skipped + start else []
    after = [Piece(" …", False)] if skipped + end < len(text) else []
    return before + pieces + after


def _window(text: str, terms: list[str]) -> int:
    """Give where the first part of a text begins in which a term stands, 0 if none does.

    The parts overlap: a term that the end of one cuts is whole in the next, and has a context.
    """
    for start in range(0, len(text) - WINDOW // 2, WINDOW // 2):
        folded = fold(text[start : start + WINDOW])
        if any(term in folded for term in terms):
            return start
    return 0


def _cut(text: str, places: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces = []
    at = start
    for match_start, match_end in places:
        if match_start >= end:
            break
        pieces += [
            Piece(text[at:match_start], False),
            Piece(text[match_start : min(match_end, end)], True),
        ]
        at = min(match_end, end)
    return [piece for piece in [*pieces, Piece(text[at:end], False)] if piece.text]


def _word_start(text: str, start: int, latest: int) -> int:
    """Leave out the rest of a word that was cut."""
    return text.find(" ", start, latest) + 1 if start and " " in text[start:latest] else start


def _word_end(text: str, end: int, earliest: int) -> int:
    space = text.rfind(" ", earliest, end)
    return space if end < len(text) and space >= 0 else end
