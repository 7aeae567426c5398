"""Titles, made from what was said where a person gave none. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.text import capfirst

from voicechat.plain import one_line

MAX_TITLE = 200  # characters
MADE_LENGTH = 60  # characters of a title that is made, at most
ENOUGH_TO_TELL = 300  # characters of each text that a title is made from
# A full stop after one or two letters is rather that of an abbreviation.
SENTENCE_END = re.compile(r"(?<=\w{3}\.)\s+|(?<=[!?…؟])\s+|(?<=[。！？])|[\r\n]+")  # noqa: RUF001
# What people say before they say something.
FILLERS = """
    hi hello hey hiya there hi_there hello_there good_(?:morning|afternoon|evening|day) greetings
    um+ uh uhm er erm hm+ mm+ ah oh ok okay so well now right yes yeah yep no alright please
    thanks thank_you can_you_hear_me how_are_you
    hallo guten_(?:morgen|tag|abend) servus moin äh ähm also ja nein bitte danke
    bonjour bonsoir salut euh alors oui non merci
    hola buenos_días buenas_(?:tardes|noches) eh bueno pues sí gracias
    ciao buongiorno buonasera allora olá oi bom_dia boa_(?:tarde|noite) então hoi goedemorgen nou
    cześć dzień_dobry привет здравствуйте добрый_(?:день|вечер) ну да
    merhaba selam مرحبا أهلا السلام_عليكم नमस्ते हेलो
    你好 您好 喂 嗨 嗯 呃 好 好的 那个 早上好 晚上好 哈[啰喽]
    こんにちは こんばんは おはよう(?:ございます)? もしもし ええと えっと あの[うー]? はい うん
    안녕(?:하세요|하십니까)? 음 어 네 저기
"""
FILLER = f"(?:{'|'.join(FILLERS.split())})".replace("_", " ")
STOPS = r"[.,;:!?…–—、。，！？~\s]"  # noqa: RUF001
# Only with a stop after it: of “So what?” every word counts.
OPENING = re.compile(rf"^{STOPS}*(?:{FILLER}(?: {FILLER})*(?: *(?!\s){STOPS}{STOPS}*|\s*$))*", re.I)
CLOSING = " .,;:!…-–—、。，；：！"  # noqa: RUF001
CLAUSE_END = re.compile(r"[,;:]\s|\s[–—-]\s|[、，；：]")  # noqa: RUF001
WRITTEN_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)


def made_title(user_texts: Iterable[str], reply_text: str) -> str:
    """Make a title from what the person said first, else from the first reply; "" if neither tells.

    The first sentence that says something: greetings and fillers do not, and a single word only
    if nothing else is there.
    """
    for texts in (user_texts, [reply_text]):
        sentences = [said for text in texts for said in _sentences(text)]
        if sentences:
            return _shortened(next(filter(_tells, sentences), sentences[0]))
    return ""


def beyond(title: str, words: str) -> str:
    """Give how words go on after a title that begins them; all of them if it does not.

    So a title and what follows it can be read as one.
    """
    words = one_line(words)
    start = title.rstrip("…")
    end = "" if title.endswith("…") else r"(?!\w)"
    if not start or not (found := re.search(re.escape(start) + end, words, re.I)):
        return words
    rest = words[found.end() :].lstrip(f"{CLOSING}?？")  # noqa: RUF001
    return f"… {rest}" if rest and title.endswith("…") else rest


def _sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text without what only opens them, and without their full stops."""
    for sentence in SENTENCE_END.split(text[:ENOUGH_TO_TELL]):
        words = one_line(sentence)
        words = OPENING.sub("", words, count=1).rstrip(CLOSING)
        if words:
            yield words


def _tells(sentence: str) -> bool:
    return " " in sentence or len(WRITTEN_WITHOUT_SPACES.findall(sentence)) > 2


def _shortened(words: str) -> str:
    """Cut words that are too long where a clause ends; else at a word, and have that seen."""
    if len(words) > MADE_LENGTH:
        start = words[: MADE_LENGTH + 1]
        clause = max((end.start() for end in CLAUSE_END.finditer(start)), default=0)
        if clause > MADE_LENGTH // 2:
            words = start[:clause]
        else:
            at_word = start[:-1].rpartition(" ")[0]
            cut = at_word if len(at_word) > MADE_LENGTH // 2 else _whole(start[:-2], start[-2])
            words = cut.rstrip(CLOSING) + "…"
    return str(capfirst(words.rstrip(CLOSING.replace("…", ""))))


def _whole(start: str, following: str) -> str:
    """Leave out the last character of a start if what follows belongs to it."""
    while start and (unicodedata.combining(following) or "\u200d" in (following, start[-1])):
        start, following = start[:-1], start[-1]
    return start
