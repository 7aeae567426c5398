"""Past turns as the items with which a further call is told of them. Pure.

The shapes are those of `ConversationItem` in the official SDK (`openai.types.realtime`), against
whose types the tests hold them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple
from unicodedata import east_asian_width

JSON = dict[str, Any]

MOST_TURNS = 200  # in one replay: each is an event of its own that a browser sends
TOKENS_PER_ITEM = 4  # for who speaks, and where it begins and ends
# OpenAI's rule of thumb: "1 token ~= 4 chars in English". https://help.openai.com/en/articles/4936856
CHARACTERS_PER_TOKEN = 4


class PastTurn(NamedTuple):
    """One thing that was said; `role` is "user" or "assistant"."""

    role: str
    text: str


@dataclass(frozen=True)
class Replay:
    """What goes along as context.

    `items` are complete items of `conversation.item.create`, oldest first; `turns` of the
    conversation's turns are among them and `left_out` are not. `tokens` is an estimate.
    """

    items: list[JSON]
    turns: int
    left_out: int
    tokens: int


def estimated_tokens(text: str) -> int:
    """Estimate the tokens of a text; no tokenizer is asked.

    One for each wide character (Chinese, Japanese, Korean, emoji), one for every four others.
    """
    wide = 0 if text.isascii() else sum(east_asian_width(each) in "WF" for each in text)
    return wide + ceil((len(text) - wide) / CHARACTERS_PER_TOKEN)


def replay(newest_first: Iterable[PastTurn], *, total: int, budget: int) -> Replay:
    """Take the newest of `total` turns, as many as fit into `budget` tokens (100 or more).

    The very newest goes along in any case, without its beginning where it is too long. What does
    not go along is said in a message before the rest, which the budget does not count.
    """
    taken: list[PastTurn] = []
    tokens = 0
    for turn in newest_first:
        cost = _cost(turn.text)
        if taken and tokens + cost > budget:
            break
        if cost > budget:
            turn = turn._replace(text="…" + turn.text[TOKENS_PER_ITEM + 1 - budget :])
            cost = _cost(turn.text)
        taken.append(turn)
        tokens += cost
    items = [_item(number, turn) for number, turn in enumerate(reversed(taken), start=1)]
    left_out = total - len(taken)
    if left_out > 0:
        note = _note(left_out)
        items.insert(0, _message(0, "system", "input_text", note))
        tokens += _cost(note)
    return Replay(items, len(taken), max(left_out, 0), tokens)


def _cost(text: str) -> int:
    return TOKENS_PER_ITEM + estimated_tokens(text)


def _note(left_out: int) -> str:
    lines = "1 line" if left_out == 1 else f"{left_out} lines"
    return f"This conversation began earlier. Its first {lines} are not repeated here."


def _item(number: int, turn: PastTurn) -> JSON:
    kind = "input_text" if turn.role == "user" else "output_text"
    return _message(number, turn.role, kind, turn.text)


def _message(number: int, role: str, kind: str, text: str) -> JSON:
    return {
        "id": f"past_{number}",
        "type": "message",
        "role": role,
        "content": [{"type": kind, "text": text}],
    }
